"""A session goes on: one leads it, another joins by phone, they talk and ask, and both see the same at once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from forum.chat.actions.messages import remove_message
from forum.chat.models import Message, Room
from forum.gatherings.actions.leading import announce, start_gathering
from forum.gatherings.models import Gathering, Question
from forum.people.models import Person
from tests.forum.gatherings.going_on import near
from tests.forum.gatherings.meeting import again
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, is_live, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AGENDA = [{"minutes": 10, "words": "Read"}, {"minutes": 20, "words": "Discuss"}]


@pytest.fixture
def gathering(people: tuple[Person, Person, Room]) -> Gathering:
    ada, _bea, room = people
    assert room.community is not None
    return near(ada, room.community, minutes=40, agenda=AGENDA)


def questions(page: Page) -> list[str]:
    return page.locator("ol[data-waiting] [data-words]").all_inner_texts()


def test_it_is_led_talked_in_and_asked_in_and_everybody_sees_it_at_once(
    people: tuple[Person, Person, Room], gathering: Gathering, open_browser: OpenBrowser
) -> None:
    ada, bea, _room = people
    host, phone = open_browser(ada), open_browser(bea, **PHONE)
    for page in (host, phone):
        page.goto(gathering.get_absolute_url())
        is_live(page)
        is_in_order(page)
    expect(phone.locator("form[data-say]")).to_have_count(0)
    take_a_moment(host)
    host.get_by_role("button", name="Begin").click()
    expect(host.get_by_text("It has begun.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Live now")).to_be_visible(timeout=15_000)
    expect(phone.get_by_text("You can write here now.")).to_be_visible()
    phone.get_by_role("link", name="Write").click()
    is_live(phone)

    phone.locator("#ask").fill("How long does it take?")
    take_a_moment(phone)
    phone.get_by_role("button", name="Ask", exact=True).click()
    expect(host.locator("ol[data-waiting] li")).to_contain_text("How long does it take?")
    expect(host.locator("ol[data-waiting] [data-asker]")).to_have_text("Bea Quist")
    expect(phone.locator("#ask")).to_have_value("")
    expect(phone.locator("button[data-vote]")).to_have_count(0)
    vote = host.locator("button[data-vote]")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("ol[data-waiting] [data-votes]")).to_have_text("1", timeout=10_000)

    host.get_by_text("Answer, decline, …").click()
    host.get_by_role("button", name="Take it up").click()
    expect(phone.get_by_text("is being answered")).to_be_visible()
    host.get_by_text("Lead the session").click()
    host.get_by_role("button", name="Go on").click()
    expect(phone.locator("[data-phase='0']")).to_have_attribute("aria-current", "step")
    expect(phone.get_by_text("10 min left")).to_be_visible(timeout=15_000)
    host.get_by_text("Prepare a poll").click()
    host.locator("#poll-words").fill("How often?")
    host.locator("#poll-options").fill("Never\nDaily")
    take_a_moment(host)
    host.get_by_role("button", name="Have it ready").click()
    expect(phone.locator(".session-polls")).to_be_hidden()
    is_live(host)
    host.get_by_role("button", name="Open", exact=True).click()
    phone.locator(".polls").get_by_label("Daily").check()
    take_a_moment(phone)
    phone.locator(".polls").get_by_role("button", name="Answer").click()
    expect(phone.get_by_text("you have, too")).to_be_visible()
    is_live(host)
    expect(host.locator(".polls [data-voters]")).to_have_text("1 has answered", timeout=10_000)
    host.get_by_role("button", name="Show results to all").click()
    expect(phone.get_by_text("1 · 100 %")).to_be_visible()
    is_live(host)

    phone.get_by_role("button", name="Raise your hand").click()
    expect(phone.get_by_role("button", name="Lower your hand")).to_be_visible()
    host.get_by_role("button", name="Call", exact=True).click()
    is_live(host)
    expect(phone.locator("[data-called]")).to_contain_text("Bea Quist")

    phone.locator("#say-text").fill("Two weeks, with us.")
    phone.get_by_role("button", name="Send").click()
    expect(host.locator("li.message .prose").last).to_have_text("Two weeks, with us.")
    for page in (host, phone):
        is_in_order(page)
    assert again(gathering).stage.phase_ends_at > timezone.now()
    assert (Question.objects.get().votes, Message.objects.filter(room=gathering.room_id).count()) == (1, 1)


def test_what_was_announced_and_is_removed_stands_above_the_talk_no_longer(
    people: tuple[Person, Person, Room], gathering: Gathering, open_browser: OpenBrowser
) -> None:
    ada, bea, _room = people
    start_gathering(host=ada, gathering=gathering)
    stage = announce(host=ada, gathering=again(gathering), words="Slides are up.", client_id=uuid4())
    page = open_browser(bea)
    page.goto(gathering.get_absolute_url())
    is_live(page)
    expect(page.locator(".session-announced")).to_contain_text("Slides are up.")
    assert stage.announced is not None
    remove_message(remover=ada, message=stage.announced)
    expect(page.locator(".session-announced")).to_have_count(0, timeout=15_000)


def test_without_script_one_asks_votes_and_talks_by_forms(
    people: tuple[Person, Person, Room], gathering: Gathering, open_browser: OpenBrowser
) -> None:
    ada, bea, _room = people
    page = open_browser(ada, java_script_enabled=False)
    page.goto(gathering.get_absolute_url())
    page.get_by_role("button", name="Begin").click()
    other = open_browser(bea, java_script_enabled=False, **PHONE)
    other.goto(gathering.get_absolute_url())
    other.locator("#ask").fill("How long?")
    other.get_by_role("button", name="Ask", exact=True).click()
    other.locator("#say-text").fill("Hello from the bus.")
    other.get_by_role("button", name="Send").click()
    page.reload()
    expect(page.locator("li.message .prose")).to_have_text("Hello from the bus.")
    page.locator("button[data-vote]").click()
    expect(page.locator("button[data-vote]")).to_have_attribute("aria-pressed", "true")
    assert questions(page) == ["How long?"]
    page.get_by_text("Lead the session").click()
    page.get_by_role("button", name="End the session").click()
    expect(page.get_by_role("heading", name="After the session")).to_be_visible()
