"""A post is reported, looked at, removed with a reason; its author reads it and asks; somebody else decides."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forum.chat.models import Room
from forum.communities.models import Role
from forum.discussions.models import Post
from forum.people.models import Person
from tests.factories import make_board, make_member, make_person, make_reply, make_topic
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_what_was_reported_is_removed_and_comes_back_by_another_hand(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    moderator = make_member(room.community, make_person("Mo Lindt"), role=Role.MODERATOR)
    reporter = make_member(room.community, make_person("Rut Sande"))
    topic = make_topic(make_board(room.community), author=ada, title="Ward rounds")
    post = make_reply(topic, author=bea, body="Come to our course in May, it is free.")

    reading = open_browser(reporter, **PHONE)
    _report(reading, post)
    deciding = open_browser(moderator)
    _remove(deciding)
    reading.goto("/reports/")
    expect(reading.get_by_text("removed").first).to_be_visible()
    writing = open_browser(bea, **PHONE)
    _read_why_and_ask(writing)
    deciding.goto("/queue/")  # who decided first does not decide again
    expect(deciding.get_by_text("It is about ward rounds")).to_have_count(0)
    _undo(open_browser(ada))
    writing.goto(topic.get_absolute_url())
    expect(writing.get_by_text("Come to our course in May")).to_be_visible()
    writing.goto("/standing/")
    expect(writing.get_by_text("It is what the topic asks for.")).to_be_visible()


def _report(page: Page, post: Post) -> None:
    page.goto(f"/posts/{post.pk}/report/")
    is_in_order(page)
    page.get_by_label("It sells something").check()
    page.get_by_label("In your words").fill("A course has nothing to do with ward rounds.")
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("you are told what comes of it")).to_be_visible()


def _remove(page: Page) -> None:
    page.goto("/queue/")
    page.locator(".waiting").get_by_role("link", name="Ward rounds").click()
    expect(page.get_by_text("A course has nothing to do with ward rounds.")).to_be_visible()
    page.get_by_role("button", name="I look at it").click()
    expect(page.get_by_text("You are looking at it").first).to_be_visible()
    is_in_order(page)
    page.get_by_label("Reason").fill("Courses have a board of their own.")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("Nothing waits").first).to_be_visible()


def _read_why_and_ask(page: Page) -> None:
    page.goto("/inbox/")
    page.get_by_role("link", name="Ward rounds").first.click()
    expect(page.get_by_text("Courses have a board of their own.")).to_be_visible()
    expect(page.get_by_text("Come to our course in May")).to_be_visible()
    expect(page.get_by_text("Rut Sande")).to_have_count(0)
    page.get_by_role("link", name="Ask somebody else to look at it again").click()
    words = page.get_by_label("Why it should be looked at again")
    words.fill("It is about ward rounds, and costs nothing.")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Somebody else than who decided it looks at it again.").first).to_be_visible()


def _undo(page: Page) -> None:
    page.goto("/queue/")
    row = page.locator(".waiting", has_text="It is about ward rounds")
    row.get_by_label("Why it is undone").fill("It is what the topic asks for.")
    row.get_by_role("button", name="Undo it").click()
    expect(page.locator(".waiting", has_text="It is about ward rounds")).to_have_count(0)


@pytest.mark.parametrize("screen", [{}, PHONE])
def test_the_thanks_for_a_report_are_seen_where_the_page_opens_further_down(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser, screen: dict[str, Any]
) -> None:
    ada, bea, room = people
    assert room.community is not None
    topic = make_topic(make_board(room.community), author=ada, title="Ward rounds")
    posts = [make_reply(topic, author=bea, body=f"Word {number}. " * 80) for number in range(12)]
    page = open_browser(make_member(room.community), **screen)
    _report(page, posts[9])
    thanks, post = page.locator("#notices > .notice"), page.locator(f"#post-{posts[9].number}")
    expect(thanks).to_be_in_viewport()
    expect(post).to_be_in_viewport()
    assert page.evaluate("scrollY") > 500
    said, written = thanks.bounding_box(), post.bounding_box()
    assert said and written and said["y"] + said["height"] <= written["y"] + 1
    is_in_order(page)
