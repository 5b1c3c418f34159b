"""What concerns somebody reaches the page that they have open: beside the bell, and in the inbox."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from forum.discussions.actions.following import follow_topic
from forum.discussions.models import Post, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, is_live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def moderator(site: object) -> Person:
    return make_person("Ada Byrne", handle="ada")


@pytest.fixture
def topic(moderator: Person) -> Topic:
    community = make_community("Night teaching", facilitator=moderator, visibility="private")
    return make_topic(make_board(community), author=moderator, title="Ward rounds")


@pytest.fixture
def member(topic: Topic) -> Person:
    return make_member(topic.home_board.community, make_person("Bea Quist", handle="bea"))


@pytest.fixture
def post(topic: Topic, member: Person) -> Post:
    return make_reply(topic, author=member, body="Buy my course.")


def open_live(page: Page, address: str) -> None:
    page.goto(address)
    is_live(page)


def bell(page: Page) -> Any:
    return page.locator("nav.rail a[href='/inbox/'] .count")


def test_the_bell_of_a_member_counts_up_while_a_moderator_acts_elsewhere(
    topic: Topic, post: Post, member: Person, moderator: Person, open_browser: OpenBrowser
) -> None:
    one, other = open_browser(member), open_browser(moderator)
    open_live(one, reverse("home"))
    expect(bell(one)).to_have_count(0)
    loaded = one.evaluate("performance.timeOrigin")
    other.goto(reverse("post-remove", args=[post.pk]))
    other.locator("[name=reason]").fill("We sell nothing here.")
    other.get_by_role("button", name="Remove it").click()
    expect(bell(one)).to_contain_text("1", timeout=15_000)
    assert one.evaluate("performance.timeOrigin") == loaded
    one.locator("nav.rail a[href='/inbox/']").click()
    expect(one.locator(".notice-row.is-unread")).to_have_count(1)
    is_in_order(one)
    one.get_by_role("link", name="Your post in").click()
    expect(one.get_by_text("We sell nothing here.")).to_be_visible()
    expect(bell(one)).to_have_count(0)


def test_an_open_inbox_takes_in_what_comes_and_what_is_read_elsewhere(
    topic: Topic, member: Person, moderator: Person, open_browser: OpenBrowser
) -> None:
    follow_topic(person=member, topic=topic)
    page = open_browser(member, **PHONE)
    open_live(page, reverse("inbox"))
    expect(page.get_by_text("Nothing has come yet.")).to_be_visible()
    make_reply(topic, author=moderator)
    row = page.locator(".notice-row")
    expect(row).to_contain_text("unread: Ada Byrne wrote in “Ward rounds”, which you follow", timeout=15_000)
    make_reply(topic, author=moderator)
    expect(row.get_by_role("link")).to_contain_text("2 new posts in “Ward rounds”", timeout=15_000)
    expect(bell(page)).to_contain_text("2", timeout=15_000)
    is_in_order(page)
    second = page.context.new_page()
    second.goto(reverse("inbox"))
    second.get_by_role("button", name="Mark all as read").click()
    expect(second.locator(".notice-row.is-unread")).to_have_count(0)
    page.bring_to_front()
    expect(page.locator(".notice-row.is-unread")).to_have_count(0, timeout=20_000)
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
    expect(bell(page)).to_have_count(0, timeout=20_000)
    page.locator(".notice-row a").click()
    expect(page.locator(".post[data-number='2']")).to_be_in_viewport()
