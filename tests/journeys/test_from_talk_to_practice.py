"""Three messages are chosen in a room; who said them is asked, agrees, and the topic stands with links both ways."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forum.chat.models import Room
from forum.communities.models import Role
from forum.discussions.models import Board, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person
from tests.forum.chat.test_sending import say
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def people(site: object) -> tuple[Person, Person, Board]:
    ada, mo = make_person("Ada Byrne", handle="ada"), make_person("Mo Lindqvist", handle="mo")
    community = make_community("Night teaching", visibility="private")
    make_member(community, ada)
    make_member(community, mo, role=Role.MODERATOR)
    room = Room.objects.select_related("community").get(community=community)
    for author, words in (
        (ada, "Who knows a *trick*?"),
        (mo, "Tea."),
        (ada, "It works."),
        (ada, "Off topic."),
    ):
        say(author, room, words)
    return ada, mo, make_board(community, name="Practice")


def choose_three(page: Page, room: Room, *, script: bool) -> None:
    page.goto(room.get_absolute_url())
    if script:
        page.get_by_role("link", name="Choose").click()
    else:
        page.locator("li.message").first.get_by_role("link", name="More").click()
        page.get_by_role("link", name="Take it with others").click()
    for number in range(3):
        page.locator("li.message input[type=checkbox]").nth(number).check()
    if script:
        expect(page.locator("[data-choosing-count]")).to_have_text("3 chosen")
        is_in_order(page)
    page.get_by_role("button", name="Take to a board").click()


def ask_for_them(page: Page, *, script: bool) -> None:
    page.get_by_label("Board", exact=True).select_option(label="Practice")
    page.get_by_label("Title").fill("A trick for the night")
    page.get_by_label("Introduction").fill("Short and *true*.")
    page.get_by_label("Why").fill("For who comes next.")
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".lift-preview")).to_contain_text("It works.")
    expect(page.locator(".notice")).to_contain_text("Ada Byrne")
    if script:
        is_in_order(page)
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("On the way to a board")


def agree(asked: Page, *, script: bool) -> None:
    asked.goto("/")
    asked.get_by_role("link", name="1 person would like to take what you said").click()
    asked.get_by_role("link", name="Mo Lindqvist would like to take what you said").click()
    expect(asked.locator("blockquote.lifted")).to_have_count(2)
    expect(asked.get_by_text("For who comes next.")).to_be_visible()
    if script:
        is_in_order(asked)
    asked.get_by_role("button", name="Yes, take them").click()


def follow_the_links(asked: Page, topic: Topic, *, script: bool) -> None:
    asked.goto(topic.get_absolute_url())
    expect(asked.locator(".post blockquote.lifted")).to_have_count(3)
    if script:
        is_in_order(asked)
    asked.locator(".post-origin a").first.click()
    expect(asked.locator("li.message").first).to_contain_text("Who knows a trick?")
    asked.locator("li.message").first.get_by_role("link", name="Taken to a board").click()
    expect(asked.get_by_role("heading", level=1)).to_have_text("A trick for the night")


def take_out(asked: Page, topic: Topic) -> None:
    asked.goto("/lifts/")
    asked.get_by_role("link", name="2 messages, taken by Mo Lindqvist").click()
    asked.get_by_role("link", name="Take them out").click()
    asked.get_by_role("button", name="Take them out").click()
    asked.goto(topic.get_absolute_url())
    expect(asked.get_by_text("Taken out by its author.")).to_have_count(2)
    expect(asked.locator(".post")).not_to_contain_text("It works.")


@pytest.mark.parametrize(("script", "screen"), [(True, {}), (False, PHONE)], ids=["script", "no script"])
def test_three_messages_become_a_topic_once_their_author_agrees(
    people: tuple[Person, Person, Board], open_browser: OpenBrowser, script: bool, screen: dict[str, Any]
) -> None:
    ada, mo, board = people
    page = open_browser(mo, java_script_enabled=script, **screen)
    choose_three(page, Room.objects.get(community=board.community), script=script)
    ask_for_them(page, script=script)
    assert not Topic.objects.exists()
    asked = open_browser(ada, java_script_enabled=script, **screen)
    agree(asked, script=script)
    topic = Topic.objects.get()
    follow_the_links(asked, topic, script=script)
    take_out(asked, topic)
