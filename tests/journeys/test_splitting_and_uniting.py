"""A moderator makes a topic of what is another matter and unites it with an older one: every old address leads on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forum.chat.models import Room
from forum.discussions.models import Topic
from forum.people.models import Person
from tests.factories import make_board, make_reply, make_topic
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def leads_to(page: Page, topic: Topic, number: int, words: str) -> None:
    """The address of a post as somebody has kept it shows what was written there."""
    page.goto(f"{topic.get_absolute_url()}{number}/")
    expect(page.locator(".post:target")).to_contain_text(words)


@pytest.mark.parametrize("script", [True, False])
def test_what_is_chosen_goes_into_a_topic_of_its_own_and_on_into_another(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser, script: bool
) -> None:
    ada, bea, room = people
    assert room.community is not None
    board = make_board(room.community)
    older = make_topic(board, author=bea, title="Handover at night")
    topic = make_topic(board, author=ada, title="Ward rounds")
    make_reply(topic, author=bea, body="Rounds take too long.")
    begins = make_reply(topic, author=bea, body="Handover is another matter.")
    make_reply(topic, author=ada, body="Rounds need a board.")
    make_reply(topic, author=ada, body="Who hands over at weekends?")
    make_reply(topic, author=bea, parent=begins, body="It is, indeed.")

    page = open_browser(ada, java_script_enabled=script)
    page.goto(f"/posts/{begins.pk}/acts/")
    page.get_by_text("Make a topic of this").click()
    page.get_by_label("Title of the new topic").fill("Handover")
    page.get_by_label("Who hands over at weekends?").check()
    if script:
        is_in_order(page)
    page.get_by_role("button", name="Make the topic").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handover")
    expect(page.get_by_text("Who hands over at weekends?")).to_be_visible()
    expect(page.get_by_text("Rounds need a board.")).to_have_count(0)

    reader = open_browser(bea, **PHONE)
    leads_to(reader, topic, 3, "Handover is another matter.")
    leads_to(reader, topic, 5, "Who hands over at weekends?")
    leads_to(reader, topic, 6, "It is, indeed.")
    leads_to(reader, topic, 4, "Rounds need a board.")

    made = Topic.objects.get(title="Handover")
    page.goto(f"/t/{made.pk}/unite/")
    page.get_by_label("The topic that goes on").fill(str(older.pk))
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Unite them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handover at night")
    leads_to(reader, topic, 6, "It is, indeed.")
    leads_to(reader, made, 1, "Handover is another matter.")
    assert reader.url.startswith(page.url.partition("/t/")[0] + older.get_absolute_url())
