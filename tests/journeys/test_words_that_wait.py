"""Words that wait in a browser: they go when their writer means it, are found again, and leave with who signs out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forum.chat.actions.reading import read_room
from forum.chat.models import Message, Room
from forum.chat.selectors.reading import read_up_to
from forum.communities.models import Role
from forum.people.models import Person
from tests.forum.chat.test_sending import say
from tests.journeys.pages import OpenBrowser, change_role, fill_room, has_read, in_room, is_in_outbox

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
KEPT = """async (person) => {
  const words = Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
  const asking = indexedDB.open(`weft-outbox-${person}`, 1);
  await new Promise((done) => { asking.onsuccess = done; });
  const lines = asking.result.transaction("lines").objectStore("lines").getAll();
  await new Promise((done) => { lines.onsuccess = done; });
  asking.result.close();
  return [words.length, lines.result.length];
}"""


def back_after_ten_of(said: int, people: tuple[Person, Person, Room], open_browser: OpenBrowser) -> Page:
    """The room as the second finds it, who has read ten of what the first said."""
    ada, bea, room = people
    fill_room(room, ada, days=1, each=said)
    read_room(reader=bea, room=room, seq=10)
    return in_room(open_browser(bea), room)


def write_far_away(page: Page, words: str) -> None:
    """Say something without a connection, and leave the page."""
    page.context.set_offline(True)
    expect(page.locator("html[data-live=away]")).to_be_attached()
    page.locator("form[data-say] textarea").fill(words)
    page.locator("form[data-say]").get_by_role("button", name="Send").click()
    expect(page.locator("li.is-pending")).to_contain_text(words)
    is_in_outbox(page)


def test_what_was_answered_with_no_is_never_said_by_itself(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    page = in_room(open_browser(bea), room)
    write_far_away(page, "From far away.")
    change_role(bea, room, Role.GUEST)
    page.goto("about:blank")
    page.context.set_offline(False)
    in_room(page, room)
    expect(page.locator("li.is-failed")).to_contain_text("cannot be said here any more")
    change_role(bea, room, Role.MEMBER)
    page.get_by_role("link", name="Write").click()
    expect(page.locator("form[data-say]")).to_be_visible()
    expect(page.locator("li.is-failed")).to_contain_text("From far away.")
    page.wait_for_timeout(500)
    assert not Message.objects.filter(source="From far away.").exists()
    page.locator("li.is-failed").get_by_role("button", name="Send again").click()
    expect(page.locator("li.message:not(.is-pending) .prose")).to_have_text("From far away.")
    in_room(page, room)
    expect(page.locator("li.message")).to_have_count(1)


def test_what_waited_for_half_a_day_is_said_when_its_writer_still_means_it(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    page = in_room(open_browser(bea), room)
    page.evaluate("() => { const now = Date.now; Date.now = () => now() - 13 * 3600_000; }")
    write_far_away(page, "The ward is on fire.")
    page.goto("about:blank")
    page.context.set_offline(False)
    in_room(page, room)
    expect(page.locator("li.is-failed")).to_contain_text("written some time ago")
    page.locator("li.is-failed").get_by_role("button", name="Edit").click()
    expect(page.locator("form[data-say] textarea")).to_have_value("The ward is on fire.")
    in_room(page, room)
    expect(page.locator("li.message")).to_have_count(0)
    expect(page.locator("form[data-say] textarea")).to_have_value("The ward is on fire.")


def test_who_signs_out_leaves_no_words_in_the_browser(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    page = in_room(open_browser(bea), room)
    Room.objects.filter(pk=room.pk).update(write_from=30)
    write_far_away(page, "Refused.")
    page.locator("form[data-say] textarea").fill("A secret half thought")
    page.context.set_offline(False)
    expect(page.locator("li.is-failed")).to_have_count(1)
    assert page.evaluate(KEPT, bea.pk) == [1, 1]
    page.locator(".person-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.wait_for_function("!localStorage.getItem('weft-signed-out')")
    assert page.evaluate(KEPT, bea.pk) == [0, 0]


def test_what_was_begun_can_be_copied_where_one_may_not_write_any_more(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    say(ada, room, "Who knows?")
    page = in_room(open_browser(bea), room)
    page.locator("form[data-say] textarea").fill("Half a thought")
    change_role(bea, room, Role.GUEST)
    in_room(page, room)
    expect(page.get_by_label("What you began to write")).to_have_value("Half a thought")


def test_an_answer_that_was_begun_still_answers(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    asked = say(ada, room, "Who knows?")
    page = in_room(open_browser(bea), room)
    page.locator("li.message").first.hover()
    page.get_by_role("link", name="Reply").click()
    page.locator("form[data-say] textarea").fill("I do")
    page.goto("/rooms/")
    in_room(page, room)
    expect(page.locator("[data-say-answers]")).to_contain_text("Who knows?")
    page.locator("form[data-say]").get_by_role("button", name="Send").click()
    expect(page.locator("li.message:not(.is-pending) .prose").last).to_have_text("I do")
    assert Message.objects.get(source="I do").reply_to == asked


def test_who_missed_more_than_a_page_has_read_it_once_all_of_it_was_there(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    page = back_after_ten_of(90, people, open_browser)
    expect(page.get_by_text("More is new before this.")).to_be_visible()
    expect(page.get_by_role("button", name="I have read all of it")).to_be_visible()
    page.wait_for_timeout(2_500)
    assert read_up_to(bea, room) == 10
    page.locator(".room-talk").evaluate("(frame) => { frame.scrollTop = -frame.scrollHeight; }")
    expect(page.locator("li.message")).to_have_count(90)
    expect(page.locator("#new")).to_have_count(1)
    expect(page.locator("#new + .message")).to_have_attribute("data-seq", "11")
    expect(page.locator("#new + .message.is-run")).to_have_count(0)
    page.locator(".room-talk").evaluate("(frame) => { frame.scrollTop = 0; }")
    expect(page.get_by_text("More is new before this.")).to_have_count(0)
    has_read(page, bea, room, 90)


def test_one_goes_on_where_one_was(people: tuple[Person, Person, Room], open_browser: OpenBrowser) -> None:
    _ada, bea, room = people
    page = back_after_ten_of(45, people, open_browser)
    expect(page.locator("#new")).to_be_in_viewport()
    page.wait_for_timeout(2_500)
    assert read_up_to(bea, room) == 10
    page.locator(".room-talk").evaluate("(frame) => { frame.scrollTop = 0; }")
    has_read(page, bea, room, 45)


def test_who_goes_on_from_where_they_were_has_read_what_they_passed(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    page = back_after_ten_of(90, people, open_browser)
    page.get_by_role("link", name="Go to where you were").click()
    expect(page.locator("li.message").first).to_have_attribute("data-seq", "11")
    page.wait_for_timeout(500)
    assert read_up_to(bea, room) == 10
    page.locator("li.message").last.scroll_into_view_if_needed()
    has_read(page, bea, room, 60)


def test_what_is_read_is_told_where_no_socket_comes_through(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    say(ada, room, "One.")
    page = open_browser(bea)
    page.route_web_socket("**/ws/", lambda socket: socket.close(code=1011))
    page.goto(room.get_absolute_url())
    expect(page.locator("[data-live-status]")).to_contain_text("No live connection", timeout=30_000)
    say(ada, room, "Two.")
    has_read(page, bea, room, 2)
