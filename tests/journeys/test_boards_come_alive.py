"""Topics and boards while they are open: what others do appears, and nothing moves under who reads or writes."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from forum.chat.actions.messages import edit_message, pin_message, unpin_message
from forum.chat.actions.sending import send_message
from forum.chat.models import Room
from forum.communities.actions.members import leave_community
from forum.communities.models import Community
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import Board, Post, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, is_live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LONG = "\n\n".join(
    f"Paragraph {number}: how it goes on the ward, and what we learned from it." for number in range(6)
)


@pytest.fixture
def ada(site: object) -> Person:
    return make_person("Ada Byrne", handle="ada")


@pytest.fixture
def community(ada: Person) -> Community:
    return make_community("Night teaching", facilitator=ada, visibility="private")


@pytest.fixture
def bea(community: Community) -> Person:
    return make_member(community, make_person("Bea Quist", handle="bea"))


@pytest.fixture
def board(community: Community) -> Board:
    return make_board(community, name="Questions", kind="questions")


@pytest.fixture
def topic(board: Board, ada: Person) -> Topic:
    return make_topic(board, author=ada, title="Ward rounds", type=Topic.Type.QUESTION)


def open_live(page: Page, address: str) -> None:
    page.goto(address)
    is_live(page)
    page.wait_for_timeout(300)


def post(page: Page, number: int) -> Any:
    return page.locator(f".post[data-number='{number}']")


def test_new_replies_wait_in_a_bar_until_they_are_asked_for(
    topic: Topic, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    page = open_browser(bea, **PHONE)
    open_live(page, topic.get_absolute_url())
    make_reply(topic, author=ada, body="The first one.")
    expect(page.locator(".news-pill[role=status] .button")).to_have_text("1 new reply")
    make_reply(topic, author=ada, body="The second one.")
    expect(page.locator(".news-pill .button")).to_have_text("2 new replies")
    expect(page.locator(".post")).to_have_count(1)
    page.locator(".news-pill .button").click()
    expect(page.locator(".post .prose")).to_have_text(
        ["What do others do?", "The first one.", "The second one."]
    )
    expect(page.locator(".news-pill .button")).to_have_count(0)
    expect(post(page, 2)).to_be_focused()
    is_in_order(page)
    expect(page.locator("article .page-head .topic-meta")).to_contain_text("2 replies")


def test_changes_appear_where_they_stand_while_one_writes_and_has_scrolled(
    topic: Topic, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    posts = [make_reply(topic, author=ada, body=f"{LONG}\n\nNumber {number}.") for number in range(2, 7)]
    page = open_browser(bea)
    open_live(page, topic.get_absolute_url() + "?order=time")
    composer = page.locator("form[data-composer] textarea")
    composer.fill("My own words")
    composer.evaluate("field => { field.focus(); field.setSelectionRange(3, 6); }")
    post(page, 5).evaluate("post => post.scrollIntoView({ behavior: 'instant' })")
    page.wait_for_timeout(700)  # the composer is scrolled to as well, smoothly
    post(page, 5).evaluate("post => post.scrollIntoView({ behavior: 'instant' })")
    before = post(page, 5).bounding_box()
    edit_post(editor=ada, post=posts[0], body=f"{LONG}\n\n{LONG}\n\nMuch longer now.", revision=1)
    react(person=ada, post=posts[4], kind="thanks")
    expect(post(page, 2).locator(".prose")).to_contain_text("Much longer now.")
    expect(post(page, 6).locator("footer")).to_contain_text("Thanks 1")
    after = post(page, 5).bounding_box()
    assert before and after and abs(after["y"] - before["y"]) < 2
    expect(composer).to_have_value("My own words")
    expect(composer).to_be_focused()
    assert composer.evaluate("field => [field.selectionStart, field.selectionEnd]") == [3, 6]
    accept_answer(person=ada, post=posts[2])
    expect(post(page, 4).locator(".standing")).to_contain_text("Accepted answer")
    expect(page.locator("article .page-head")).to_contain_text("Solved")
    remove_post(author=ada, post=posts[1])
    expect(post(page, 3)).to_have_count(0)
    lock_topic(moderator=ada, topic=topic)
    expect(page.locator("[data-live-closed]")).to_contain_text("locked")
    expect(composer).to_have_value("My own words")
    after = post(page, 5).bounding_box()
    assert after and abs(after["y"] - before["y"]) < 2


def test_an_answer_in_the_tree_is_laid_where_it_belongs(
    topic: Topic, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    first, _second = (make_reply(topic, author=ada, body=words) for words in ("One.", "Two."))
    page = open_browser(bea)
    open_live(page, topic.get_absolute_url())
    make_reply(topic, author=ada, body="To the first.", parent=first)
    page.locator(".news-pill .button").click()
    expect(page.locator(".post .prose")).to_have_text(["What do others do?", "One.", "To the first.", "Two."])


def test_what_came_while_the_connection_was_away_is_there_once_it_is_back(
    topic: Topic, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    page = open_browser(bea)
    open_live(page, topic.get_absolute_url())
    page.context.set_offline(True)
    expect(page.locator("html[data-live=away]")).to_be_attached()
    edit_post(editor=ada, post=Post.objects.get(topic=topic), body="Asked anew.", revision=1)
    make_reply(topic, author=ada, body="Meanwhile.")
    page.context.set_offline(False)
    expect(post(page, 1).locator(".prose")).to_have_text("Asked anew.", timeout=20_000)
    expect(page.locator(".news-pill .button")).to_have_text("1 new reply")


def test_who_may_read_no_longer_sees_it_no_longer(
    topic: Topic, community: Community, bea: Person, open_browser: OpenBrowser
) -> None:
    page = open_browser(bea)
    open_live(page, topic.get_absolute_url())
    page.locator("form[data-composer] textarea").fill("Kept.")
    leave_community(person=bea, community=community)
    expect(page.locator(".posts")).to_contain_text("You can no longer read this topic")
    expect(page.locator(".post")).to_have_count(0)
    expect(page.locator("form[data-composer] textarea")).to_have_value("Kept.")


def test_who_reads_and_who_writes_is_said_to_those_who_may_see_it(
    topic: Topic, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    shy = make_member(topic.home_board.community, make_person("Cyd Shy", activity_shown_to="nobody"))
    pages = [open_browser(person) for person in (ada, bea, shy)]
    for page in pages:
        open_live(page, topic.get_absolute_url())
    expect(pages[0].locator("[data-live-present]")).to_have_text("3 are reading this: Bea Quist")
    expect(pages[2].locator("[data-live-present]")).to_have_text("3 are reading this: Ada Byrne, Bea Quist")
    for page in pages[1:]:
        page.locator("form[data-composer] textarea").press_sequentially("Well")
    expect(pages[0].locator("[data-live-typing]")).to_have_text("Bea Quist is writing a reply")
    expect(pages[0].locator("[data-live-typing]")).to_have_text("", timeout=9_000)


def test_a_board_keeps_its_rows_and_says_how_many_topics_are_new(
    topic: Topic, board: Board, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    page = open_browser(bea)
    open_live(page, board.get_absolute_url())
    reply = make_reply(topic, author=ada)
    expect(page.locator(".topic-row")).to_contain_text("1 reply")
    accept_answer(person=ada, post=reply)
    expect(page.locator(".topic-row .badge")).to_have_text("Solved")
    make_topic(board, author=ada, title="Another one")
    expect(page.locator(".news-pill .button")).to_have_text("1 new topic")
    expect(page.locator(".topic-row")).to_have_count(1)
    page.locator(".news-pill .button").click()
    expect(page.locator(".topic-row .topic-title > a")).to_have_text(["Another one", "Ward rounds"])


def test_home_and_the_edge_of_each_page_say_what_waits_also_after_reading_elsewhere(
    topic: Topic, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    page = open_browser(bea)
    open_live(page, "/")
    make_topic(topic.home_board, author=ada, title="Another one")
    expect(page.locator(".news-pill .button")).to_contain_text("new topic")
    page.locator(".news-pill .button").click()
    expect(page.locator("[data-live-list=unread]")).to_contain_text("Another one")
    row = page.locator(f"[data-live-list=unread] [data-item='topic:{topic.pk}']")
    expect(row).to_have_class(re.compile("is-unread"))
    expect(page.locator("nav.rail .rail-own .count")).to_have_text("2 unread", timeout=15_000)
    other = page.context.new_page()
    other.goto(topic.get_absolute_url())
    expect(row).not_to_have_class(re.compile("is-unread"), timeout=15_000)
    expect(page.locator("nav.rail .rail-own .count")).to_have_text("1 unread")


def test_many_replies_are_fetched_at_a_time_and_none_for_a_page_that_nobody_looks_at(
    topic: Topic, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    page = open_browser(bea)
    open_live(page, topic.get_absolute_url())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "weft-live" in request.headers else None)
    look_away(page)
    for _ in range(15):
        make_reply(topic, author=ada)
    page.wait_for_timeout(4_000)
    assert asked == []
    page.evaluate("() => { window.away = 'visible'; document.dispatchEvent(new Event('visibilitychange')); }")
    expect(page.locator(".news-pill .button")).to_have_text("15 new replies")
    for _ in range(15):
        make_reply(topic, author=ada)
    expect(page.locator(".news-pill .button")).to_have_text("30 new replies", timeout=10_000)
    pages = [url for url in asked if topic.get_absolute_url() in url]
    assert 2 <= len(pages) <= 5


def look_away(page: Page) -> None:
    """As where another tab is in front."""
    page.evaluate("""() => {
        window.away = 'hidden';
        Object.defineProperty(document, 'visibilityState', { get: () => window.away });
        document.dispatchEvent(new Event('visibilitychange'));
    }""")


def test_a_tab_in_the_background_rests_without_a_word_and_catches_up_when_it_is_looked_at(
    topic: Topic, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    page = open_browser(bea)
    open_live(page, topic.get_absolute_url())
    before = page.locator("main").inner_text()
    look_away(page)
    page.context.set_offline(True)
    expect(page.locator("html[data-live=resting]")).to_be_attached()
    page.context.set_offline(False)
    page.wait_for_timeout(1_500)
    expect(page.locator("html[data-live=resting]")).to_be_attached()
    assert page.locator("main").inner_text() == before
    make_reply(topic, author=ada)
    page.evaluate("() => { window.away = 'visible'; document.dispatchEvent(new Event('visibilitychange')); }")
    expect(page.locator(".news-pill .button")).to_have_text("1 new reply", timeout=15_000)


def test_words_in_use_are_not_exchanged_until_they_are_let_go(
    topic: Topic, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    reply = make_reply(topic, author=ada, body="Words to quote.")
    page = open_browser(bea)
    open_live(page, topic.get_absolute_url())
    prose = post(page, 2).locator(".prose")
    prose.evaluate("words => getSelection().selectAllChildren(words)")
    edit_post(editor=ada, post=reply, body="Other words.", revision=1)
    react(person=ada, post=reply, kind="thanks")
    expect(post(page, 2).locator("footer")).to_contain_text("Thanks 1")
    assert page.evaluate("getSelection().toString().trim()") == "Words to quote."
    page.evaluate("getSelection().removeAllRanges()")
    expect(prose).to_have_text("Other words.")


def test_a_message_to_be_told_once_waits_for_the_page_that_is_opened(
    topic: Topic, board: Board, bea: Person, open_browser: OpenBrowser
) -> None:
    page = open_browser(bea)
    open_live(page, board.get_absolute_url())
    page.route(
        "**/*", lambda route: route.abort() if route.request.is_navigation_request() else route.continue_()
    )
    page.evaluate(
        """async (address) => {
        const body = new FormData(document.querySelector('#act'));
        await fetch(`${address}read/`, { method: 'POST', body, redirect: 'manual' });
        await fetch(address, { headers: { 'Weft-Live': '1' } });
    }""",
        board.get_absolute_url(),
    )
    page.unroute("**/*")
    page.goto(board.get_absolute_url())
    expect(page.locator("#notices")).to_contain_text("counts as read")


def test_what_a_room_keeps_in_view_is_listed_as_it_comes(
    community: Community, ada: Person, bea: Person, open_browser: OpenBrowser
) -> None:
    room = Room.objects.get(community=community)
    message = send_message(author=ada, room=room, client_id=uuid4(), body="The address of the ward.")
    page = open_browser(bea)
    open_live(page, room.get_absolute_url())
    pin_message(moderator=ada, message=message)
    expect(page.locator(".room-pins summary")).to_have_text("1 message kept in view")
    edit_message(editor=ada, message=message, body="Another address.", revision=1)
    page.locator(".room-pins summary").click()
    expect(page.locator(".room-pins li")).to_contain_text("Another address.")
    unpin_message(moderator=ada, message=message)
    expect(page.locator(".room-pins")).to_have_count(0)
