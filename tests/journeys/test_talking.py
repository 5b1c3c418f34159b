"""Two people talk in a room: at once, through a lost connection, and without script."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from forum.chat.actions.messages import edit_message, remove_message
from forum.chat.actions.sending import send_message
from forum.chat.models import Message, Room
from forum.communities.models import Role
from forum.people.models import Person
from tests.forum.chat.test_sending import say
from tests.journeys.pages import PHONE, OpenBrowser, change_role, in_room, is_in_order, is_in_outbox, is_live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def lines(page: Page) -> list[str]:
    """What stands in the room, in its order, without what is still on its way."""
    return [words.strip() for words in page.locator("li.message:not(.is-pending) .prose").all_inner_texts()]


def write(page: Page, words: str) -> None:
    page.locator("form[data-say] textarea").fill(words)
    page.locator("form[data-say]").get_by_role("button", name="Send").click()


def test_what_one_says_the_other_reads_at_once(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    pages = [open_browser(ada), open_browser(bea, **PHONE)]
    for page in pages:
        page.goto(room.get_absolute_url())
        expect(page.locator("[data-live-status]")).to_have_text("")
        is_live(page)
    write(pages[0], "Who is *awake*?")
    for page in pages:
        expect(page.locator("li.message .prose em")).to_have_text("awake")
    write(pages[1], "I am.")
    for page in pages:
        expect(page.locator("li.message .prose").last).to_have_text("I am.")
        assert lines(page) == ["Who is awake?", "I am."]
        is_in_order(page)


def test_who_was_away_and_wrote_meanwhile_misses_nothing_and_is_missed_nowhere(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    pages = [open_browser(ada), open_browser(bea)]
    for page in pages:
        in_room(page, room)
    pages[1].context.set_offline(True)
    expect(pages[1].locator("html[data-live=away]")).to_be_attached()
    write(pages[1], "From the lift.")
    expect(pages[1].locator("li.is-pending")).to_contain_text("From the lift.")
    for number in range(3):
        write(pages[0], f"Line {number}.")
    expect(pages[0].locator("li.message:not(.is-pending)")).to_have_count(3)
    pages[1].context.set_offline(False)
    for page in pages:
        expect(page.locator("li.message:not(.is-pending)")).to_have_count(4, timeout=20_000)
        expect(page.locator("li.is-pending")).to_have_count(0)
        assert lines(page) == ["Line 0.", "Line 1.", "Line 2.", "From the lift."]
    assert Message.objects.filter(room=room).count() == 4


def test_a_line_survives_the_page_that_it_was_written_on(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    page = open_browser(bea)
    in_room(page, room)
    page.context.set_offline(True)
    expect(page.locator("html[data-live=away]")).to_be_attached()
    write(page, "Written in the cellar.")
    expect(page.locator("li.is-pending")).to_have_count(1)
    is_in_outbox(page)
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(room.get_absolute_url())
    expect(page.locator("li.message:not(.is-pending) .prose")).to_have_text("Written in the cellar.")
    assert Message.objects.get(room=room).author == bea


def test_what_waits_in_a_page_is_not_said_in_the_name_of_who_signs_in_next(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    page = open_browser(ada)
    in_room(page, room)
    page.context.set_offline(True)
    expect(page.locator("html[data-live=away]")).to_be_attached()
    write(page, "Mine alone.")
    expect(page.locator("li.is-pending")).to_contain_text("Mine alone.")
    page.context.add_cookies(open_browser(bea).context.cookies())
    page.context.set_offline(False)
    expect(page.locator("html[data-live=ended]")).to_be_attached(timeout=20_000)
    expect(page.locator("[data-live-status]")).to_contain_text("Load the page again")
    assert Message.objects.count() == 0
    page.reload()
    is_live(page)
    expect(page.locator("li.is-pending")).to_have_count(0)
    assert Message.objects.count() == 0


def test_where_no_socket_comes_through_one_talks_by_pages(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    behind_a_proxy, elsewhere = open_browser(bea), open_browser(ada)
    behind_a_proxy.route_web_socket("**/ws/", lambda socket: socket.close(code=1011))
    for page in (behind_a_proxy, elsewhere):
        page.goto(room.get_absolute_url())
    is_live(elsewhere)
    write(behind_a_proxy, "Is this going through?")
    expect(behind_a_proxy.locator("li.is-pending")).to_have_count(1)
    expect(elsewhere.locator("li.message .prose")).to_have_text("Is this going through?", timeout=30_000)
    expect(behind_a_proxy.locator("[data-live-status]")).to_contain_text(
        "No live connection gets through here"
    )
    write(elsewhere, "It is.")
    for page in (behind_a_proxy, elsewhere):
        expect(page.locator("li.message .prose").last).to_have_text("It is.", timeout=30_000)
        assert lines(page) == ["Is this going through?", "It is."]
    expect(behind_a_proxy.locator("li.is-pending")).to_have_count(0)
    Room.objects.filter(pk=room.pk).update(write_from=30)
    write(behind_a_proxy, "May I?")
    failed = behind_a_proxy.locator("li.is-failed")
    expect(failed).to_contain_text("Only moderators write in this room.", timeout=30_000)


def test_what_was_refused_says_why_and_can_be_taken_back(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    page = open_browser(bea)
    in_room(page, room)
    page.context.set_offline(True)
    expect(page.locator("html[data-live=away]")).to_be_attached()
    write(page, "May I?")
    Room.objects.filter(pk=room.pk).update(write_from=30)
    page.context.set_offline(False)
    expect(page.locator("li.is-failed")).to_contain_text("Only moderators write in this room.")
    page.locator("form[data-say] textarea").fill("Please.")
    page.locator("li.is-failed").get_by_role("button", name="Edit").click()
    expect(page.locator("li.is-failed")).to_have_count(0)
    expect(page.locator("form[data-say] textarea")).to_have_value("May I?\n\nPlease.")


def test_a_changed_and_a_removed_message_change_where_they_stand(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    first, second = say(ada, room, "Frist."), say(ada, room, "Secret.")
    page = open_browser(bea)
    in_room(page, room)
    edit_message(editor=ada, message=first, body="First.", revision=1)
    expect(page.locator("li.message .prose").first).to_have_text("First.")
    remove_message(remover=ada, message=second)
    expect(page.get_by_text("Secret.")).to_have_count(0)


def test_without_script_one_talks_by_forms(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    send_message(author=ada, room=room, client_id=uuid4(), body="Hello.")
    page = open_browser(bea, java_script_enabled=False, **PHONE)
    page.goto(room.get_absolute_url())
    write(page, "Hello to you.")
    assert lines(page) == ["Hello.", "Hello to you."]


def test_small_acts_are_done_where_the_message_stands(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    say(bea, room, "We tried it.")
    for kind in ({}, PHONE):
        page = open_browser(ada, **kind)
        page.goto(room.get_absolute_url())
        message = page.locator("li.message").last
        message.hover()
        message.locator("[data-acts]").click()
        page.locator(".menu-sheet").get_by_role("button", name="Insight").click()
        expect(message.locator(".menu")).to_have_count(0)
        own = message.locator("footer > button[aria-pressed=true]")
        expect(own).to_have_count(0 if kind else 1)  # the second time it takes it back
        assert page.url.endswith(room.get_absolute_url())


REPEAT = """(count) => {
  const list = document.querySelector("ol.messages");
  const rows = [...list.querySelectorAll("li.message")];
  while (list.childElementCount < count) list.append(rows.at(-1).cloneNode(true));
}"""
TO_THE_TOP = "document.querySelector('.room-talk').scrollTop = -1e7"


def test_a_page_that_stays_open_holds_so_many_messages_and_no_more(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    for number in range(1, 41):
        say(ada if number % 2 else bea, room, f"Line {number}.")
    page = open_browser(bea)
    in_room(page, room)
    expect(page.get_by_role("link", name="Older")).to_have_count(0)
    page.evaluate(REPEAT, 600)
    say(ada, room, "One more.")
    expect(page.locator("ol.messages > li")).to_have_count(300)
    expect(page.locator("li.message .prose").last).to_have_text("One more.")
    page.evaluate(TO_THE_TOP)
    expect(page.locator("li.message .prose").first).to_have_text("Line 1.")
    expect(page.get_by_role("link", name="Older")).to_have_count(0)


def test_who_reads_far_back_keeps_their_place_and_goes_to_the_latest_when_they_want(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    for number in range(1, 58):
        say(ada if number % 2 else bea, room, f"Line {number}.")
    page = open_browser(bea)
    in_room(page, room)
    page.evaluate(REPEAT, 1_495)
    first = page.locator("li.message", has_text="Line 8.").first
    page.evaluate(TO_THE_TOP)
    expect(page.locator("ol.messages > li")).to_have_count(1_000)
    talk = page.locator(".room-talk").bounding_box()
    row = first.bounding_box()
    assert talk and row
    assert abs(row["y"] - talk["y"]) < 150  # it was the first in view
    to_latest = page.get_by_role("button", name="Go to the latest")
    expect(to_latest).to_be_visible()
    say(ada, room, "Are you there?")
    to_latest = page.get_by_role("button", name="1 new message")
    to_latest.click()
    expect(page.locator("li.message .prose").last).to_have_text("Are you there?")


def test_lines_written_one_after_the_other_all_arrive_in_that_order(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    page = open_browser(bea)
    in_room(page, room)
    for number in range(8):
        page.locator("form[data-say] textarea").press_sequentially(f"Line {number}.")
        page.keyboard.press("Enter")
    expect(page.locator("li.message:not(.is-pending)")).to_have_count(8, timeout=20_000)
    assert lines(page) == [f"Line {number}." for number in range(8)]
    assert page.locator("form[data-say] textarea").input_value() == ""


def test_who_may_not_write_for_now_reads_why_and_keeps_the_words(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    page = open_browser(bea)
    in_room(page, room)
    box, refused = page.locator("form[data-say] textarea"), page.locator("[data-say-refused]")
    box.fill("Half a thought")
    change_role(bea, room, Role.GUEST)
    expect(refused).to_contain_text("Only members")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    box.press("Enter")
    expect(box).to_have_value("Half a thought")
    change_role(bea, room, Role.MEMBER)
    expect(refused).to_be_hidden()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("li.message:not(.is-pending) .prose")).to_have_text("Half a thought")


def test_who_may_write_again_gets_where_to_write(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    change_role(bea, room, Role.GUEST)
    page = open_browser(bea)
    in_room(page, room)
    expect(page.locator("form[data-say]")).to_have_count(0)
    change_role(bea, room, Role.MEMBER)
    expect(page.get_by_text("You can write here now.")).to_be_visible()
    page.get_by_role("link", name="Write").click()
    expect(page.locator("form[data-say]")).to_be_visible()
