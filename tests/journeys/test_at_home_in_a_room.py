"""What one expects of a room without thinking of it: it knows what one has read, and keeps what one began."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from forum.chat.models import Message, Room
from forum.chat.selectors.reading import read_up_to
from forum.communities.actions.members import give_role
from forum.communities.models import Role
from forum.people.models import Person
from tests.factories import make_steward
from tests.forum.chat.test_sending import say
from tests.journeys.pages import PHONE, OpenBrowser, fill_room, has_read, in_room, is_in_outbox

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_who_opens_a_room_and_looks_has_read_it_and_who_looks_back_has_not(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    fill_room(room, ada, days=2, each=30)
    page = in_room(open_browser(bea), room)
    page.wait_for_timeout(300)
    page.goto("/rooms/")  # before it is told by and by
    has_read(page, bea, room, 60)
    page.reload()
    expect(page.locator(".room-row .unread-count")).to_have_count(0)
    in_room(page, room)
    page.locator(".room-talk").evaluate("(frame) => { frame.scrollTop = -frame.scrollHeight; }")
    say(ada, room, "Unseen.")
    expect(page.get_by_role("button", name="1 new message")).to_be_visible()
    page.wait_for_timeout(2_500)
    assert read_up_to(bea, room) == 60
    page.get_by_role("button", name="1 new message").click()
    page.goto("/rooms/")
    has_read(page, bea, room, 61)
    page.reload()
    expect(page.locator(".room-row .unread-count")).to_have_count(0)


def test_words_that_are_begun_stay_whatever_one_looks_at_meanwhile(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    say(ada, room, "Who knows?")
    page = in_room(open_browser(bea), room)
    box = page.locator("form[data-say] textarea")
    box.fill("I thi")
    page.locator("li.message").first.hover()
    page.get_by_role("link", name="Reply").click()
    expect(box).to_be_focused()
    expect(box).to_have_value("I thi")
    expect(page.locator("[data-say-answers]")).to_contain_text("Ada Byrne")
    page.goto("/rooms/")
    in_room(page, room)
    expect(box).to_have_value("I thi")
    box.press_sequentially("nk so.")
    box.press("Enter")
    expect(page.locator("li.message:not(.is-pending) .prose").last).to_have_text("I think so.")
    expect(page.locator("li.message").last.locator(".message-answers")).to_contain_text("Who knows?")
    assert Message.objects.get(source="I think so.").reply_to is not None
    in_room(page, room)
    expect(box).to_have_value("")


def test_what_comes_while_one_looks_is_drawn_as_what_was_there(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    fill_room(room, bea, days=1, each=2)
    page = in_room(open_browser(bea, **PHONE), room)
    say(ada, room, "Just now.")
    came = page.locator("li.message").last
    expect(came).to_contain_text("Just now.")
    drawn = "(line) => [...line.querySelectorAll('header, footer a')].map((each) => each.innerText.trim())"
    live = came.evaluate(drawn)
    day = page.locator("li.day").all_inner_texts()
    assert f"hue-{ada.hue}" in (came.locator(".avatar").get_attribute("class") or "")
    in_room(page, room)
    assert live[0] == page.locator("li.message").last.evaluate(drawn)[0]
    assert day == page.locator("li.day").all_inner_texts()
    assert len(day) == 2
    expect(page.locator("li.message").last.locator("a[data-acts]")).to_be_visible()
    page.locator("li.message").last.locator("a[data-acts]").tap()
    expect(page.locator("li.message").last.locator("details.menu[open]")).to_be_visible()


def test_days_are_headed_once_where_older_messages_are_laid_before(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    fill_room(room, bea, days=2, each=40)
    page = in_room(open_browser(bea), room)
    page.locator(".room-talk").evaluate("(frame) => { frame.scrollTop = -frame.scrollHeight; }")
    expect(page.locator("li.message")).to_have_count(80)
    days = page.locator("li.day").all_inner_texts()
    assert len(days) == len(set(days)) == 2
    expect(page.locator("li.message:not(.is-run)")).to_have_count(2)


def test_a_day_that_is_asked_for_stands_in_view(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    fill_room(room, bea, days=2, each=20)
    first = Message.objects.get(room=room, seq=21)
    page = in_room(open_browser(bea), room)
    page.locator(".room-head .menu summary").click()
    page.locator("#find-day").fill(first.created_at.date().isoformat())
    page.get_by_role("button", name="Go there").click()
    expect(page.locator(f"#message-{first.pk}")).to_be_in_viewport()


def test_what_was_refused_is_kept_where_nothing_can_be_written_any_more(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    say(ada, room, "Before.")
    page = in_room(open_browser(bea), room)
    page.context.set_offline(True)
    expect(page.locator("html[data-live=away]")).to_be_attached()
    page.locator("form[data-say] textarea").fill("From far away.")
    page.locator("form[data-say]").get_by_role("button", name="Send").click()
    waiting = page.locator("li.is-pending")
    expect(waiting.locator(".who")).to_have_text("Bea Quist")
    is_in_outbox(page)
    expect(page.locator("[data-live-present]")).to_have_text("")
    give_role(giver=make_steward(), person=bea, community=room.community, role=Role.GUEST)
    page.goto("about:blank")
    page.context.set_offline(False)
    in_room(page, room)
    expect(waiting).to_contain_text("From far away.")
    expect(waiting).to_contain_text("cannot be said here any more")
    waiting.get_by_role("button", name="Discard").click()
    expect(waiting).to_have_count(0)


def test_names_are_completed_and_enter_takes_one_before_it_sends(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    page = in_room(open_browser(bea), room)
    box = page.locator("form[data-say] textarea")
    box.press_sequentially("Hello @ad")
    expect(page.get_by_role("option", name="Ada Byrne")).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value("Hello @ada ")
    box.press("Enter")
    expect(page.locator("li.message:not(.is-pending) .prose")).to_contain_text("Hello @ada")


@pytest.mark.parametrize("slow", ["*/messages/*/", "*/acts/"])
def test_what_can_be_done_with_a_message_that_just_came_opens_at_the_first_touch(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser, slow: str
) -> None:
    ada, bea, room = people
    page = in_room(open_browser(bea, **PHONE), room)

    def late(route: Route) -> None:
        page.wait_for_timeout(500)
        route.continue_()

    page.route(f"**/rooms/{slow}", late)
    said = say(ada, room, "Just now.")
    line = page.locator(f"#message-{said.pk}")
    line.locator("a[data-acts]").tap()
    expect(line.locator("details.menu[open]")).to_be_visible()
    page.wait_for_timeout(700)
    expect(line.locator("details.menu[open]")).to_be_visible()
    line.get_by_role("link", name="Reply", exact=True).last.tap()
    expect(page.locator("form[data-say] textarea")).to_be_focused()
    expect(page.locator("[data-say-answers]")).to_contain_text("Just now.")
