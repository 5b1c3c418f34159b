"""A moderator looks after a topic with each tool; somebody who reads along sees it, and somebody without script too."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from forum.communities.models import Role
from forum.discussions.models import Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_topic
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, is_live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Scene = tuple[Person, Person, Topic, Topic]


@pytest.fixture
def scene(site: object) -> Scene:
    ada, mo = make_person("Ada Byrne", handle="ada"), make_person("Mo Lindqvist", handle="mo")
    community = make_community("Night teaching", visibility="private")
    make_member(community, ada)
    make_member(community, mo, role=Role.MODERATOR)
    board = make_board(community, name="Practice")
    return ada, mo, make_topic(board, author=ada, title="Again?"), make_topic(board, title="The first time")


def choose(page: Page, name: str, topic: Topic) -> None:
    """From the menu of the topic, by keyboard."""
    page.goto(topic.get_absolute_url())
    page.locator("summary", has_text="This topic").focus()
    page.keyboard.press("Enter")
    page.locator(".menu-sheet").get_by_text(name, exact=True).focus()
    page.keyboard.press("Enter")


def opened(page: Page, heading: str, *, script: bool) -> None:
    """Wait for the page of a tool, and see whether it is in order where a script can look."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    if script:
        is_in_order(page)


def leave_notes(page: Page, topic: Topic, *, script: bool) -> None:
    choose(page, "Leave a note", topic)
    opened(page, "Leave a note", script=script)
    page.get_by_label("Everyone who reads this topic").check()
    page.get_by_label("Note").fill("Please *name no patient*.")
    page.get_by_role("button", name="Leave the note").click()
    expect(page.locator(".staff-note em")).to_have_text("name no patient")
    choose(page, "Leave a note", topic)
    page.get_by_label("Only those who look after it in Night teaching").check()
    page.get_by_label("Note").fill("Who asks Ada about it?")
    page.get_by_role("button", name="Leave the note").click()
    expect(page.locator(".staff-note.is-internal")).to_contain_text("Who asks Ada about it?")


def set_rules(page: Page, topic: Topic, *, script: bool) -> None:
    choose(page, "How it is answered", topic)
    opened(page, "How it is answered", script=script)
    page.get_by_label("Closes by itself").fill(f"{timezone.now().year + 1}-03-31T18:00")
    page.get_by_label("Slow mode").select_option(label="One post an hour")
    page.get_by_label("Every post waits for a moderator").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".topic-meta")).to_contain_text("closes")


def mark(page: Page, topic: Topic, of: Topic, *, script: bool) -> None:
    choose(page, "Mark as a duplicate", topic)
    opened(page, "Mark as a duplicate", script=script)
    page.get_by_label("The topic that it repeats").fill(str(of.pk))
    page.get_by_role("button", name="Mark it").click()
    expect(page.locator(".repeats")).to_contain_text("The first time")


@pytest.mark.parametrize("script", [True, False])
def test_a_topic_is_looked_after_while_somebody_reads_it(
    scene: Scene, open_browser: OpenBrowser, script: bool
) -> None:
    ada, mo, topic, of = scene
    reader = open_browser(ada, **PHONE)
    reader.goto(topic.get_absolute_url())
    is_live(reader)
    page = open_browser(mo, java_script_enabled=script)

    leave_notes(page, topic, script=script)
    expect(reader.locator(".staff-note")).to_have_count(1)
    expect(reader.locator(".staff-note")).to_contain_text("A note from the moderators")
    set_rules(page, topic, script=script)
    expect(reader.locator(".topic-meta")).to_contain_text("closes")
    reader.reload()
    expect(reader.locator(".composer-audience")).to_contain_text(
        "A moderator looks at every post in this topic"
    )
    expect(reader.locator(".composer-audience")).to_contain_text("slow mode")
    is_live(reader)
    is_in_order(reader)
    mark(page, topic, of, script=script)
    expect(reader.locator(".repeats").get_by_role("link", name="The first time")).to_be_visible()
    expect(reader.locator("[data-live-closed]")).to_contain_text("This topic is locked.")
    if script:
        is_in_order(page)
    choose(page, "No longer a duplicate", topic)
    expect(page.locator(".repeats")).to_have_count(0)
    expect(reader.locator(".repeats")).to_have_count(0)
