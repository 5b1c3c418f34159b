"""A session from its schedule to what remains of it: four people, each in a browser of their own."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from forum.chat.models import Room
from forum.communities.models import Community
from forum.gatherings.models import Gathering, Question
from forum.people.models import Person
from tests.factories import make_board, make_member, make_person
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, is_live, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def schedule(page: Page, community: Community) -> None:
    """Soon, by the clock of Greenwich."""
    soon = timezone.now() + timedelta(minutes=40)
    page.goto(f"/c/{community.slug}/live/new/")
    page.get_by_label("Title").fill("Journal club: pausing")
    page.get_by_label("Day", exact=True).fill(soon.date().isoformat())
    page.get_by_label("Hour", exact=True).fill(soon.strftime("%H:%M"))
    page.get_by_label("Time zone").select_option("UTC")
    page.get_by_label("Agenda").fill("10 Read\n20 Discuss")
    take_a_moment(page)
    page.get_by_role("button", name="Announce it").click()
    expect(page.get_by_role("heading", name="Journal club: pausing")).to_be_visible()


def come(page: Page, address: str) -> None:
    page.goto(address)
    take_a_moment(page)
    page.get_by_role("button", name="I come").click()
    expect(page.get_by_text("You come", exact=True)).to_be_visible()


def calendar_of(page: Page, gathering: Gathering) -> str:
    """What the file for one's calendar says it is called, and when it begins."""
    with page.expect_download() as download:
        page.get_by_role("link", name="For your calendar (.ics)").click()
    (event,) = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert event.decoded("DTSTART") == gathering.starts_at
    return str(event["SUMMARY"])


def ask(page: Page, words: str) -> None:
    page.locator("#ask").fill(words)
    take_a_moment(page)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#ask")).to_have_value("")


def say(page: Page, words: str) -> None:
    page.locator("#say-text").fill(words)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("li.message .prose").last).to_have_text(words)


def poll_all(host: Page, others: list[Page]) -> None:
    host.get_by_text("Prepare a poll").click()
    host.locator("#poll-words").fill("When do you pause?")
    host.locator("#poll-options").fill("Never\nWhen it helps")
    take_a_moment(host)
    host.get_by_role("button", name="Have it ready").click()
    is_live(host)
    host.get_by_role("button", name="Open", exact=True).click()
    for page in others:
        page.locator(".polls").get_by_label("When it helps").check()
        take_a_moment(page)
        page.locator(".polls").get_by_role("button", name="Answer").click()
        expect(page.get_by_text("you have, too")).to_be_visible()
    is_live(host)
    expect(host.locator(".polls [data-voters]")).to_have_text(f"{len(others)} have answered", timeout=10_000)
    host.get_by_role("button", name="Show results to all").click()


def begin(host: Page, others: list[Page], address: str) -> None:
    is_live(host)
    take_a_moment(host)
    host.get_by_role("button", name="Begin").click()
    expect(host.get_by_text("It has begun.")).to_be_visible()
    for page in others:
        page.goto(address)
        is_live(page)


def vote(page: Page, words: str) -> None:
    button = page.locator("li.question", has_text=words).locator("button[data-vote]")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def call_the_first_hand(host: Page, raises: Page, sees: Page, name: str) -> None:
    raises.get_by_role("button", name="Raise your hand").click()
    host.get_by_role("button", name="Call", exact=True).click()
    expect(sees.locator("[data-called]")).to_contain_text(name)


def answer_aloud(host: Page, words: str) -> None:
    is_live(host)
    answered = host.locator(f"#question-{Question.objects.get(words=words).pk}")
    answered.get_by_text("Answer, decline, …").click()
    answered.get_by_role("button", name="It is answered").click()


def end(host: Page) -> None:
    is_live(host)
    host.get_by_text("Lead the session").click()
    host.get_by_role("button", name="End the session").click()
    expect(host.get_by_text("The session is over.")).to_be_visible()


def sign_the_recap(host: Page, *holds: str) -> None:
    host.get_by_role("link", name="Write the recap").click()
    words = host.get_by_label("What remains of the session")
    for part in holds:
        expect(words).to_have_value(re.compile(re.escape(part)))
    is_in_order(host)
    host.locator("select[name=board]").select_option("Questions")
    take_a_moment(host)
    host.get_by_role("button", name="Sign it").click()
    expect(host.get_by_text("Recap of the live session")).to_be_visible()


def let_go_on(host: Page, address: str, words: str, asker: str) -> None:
    """What was asked and not answered becomes a topic, where the host is led."""
    host.goto(address)
    host.get_by_role("link", name="Let questions go on as topics").click()
    host.locator("select[name=board]").select_option("Questions")
    is_in_order(host)
    take_a_moment(host)
    host.get_by_role("button", name="Let them go on").click()
    expect(host.get_by_role("heading", name=words)).to_be_visible()
    expect(host.get_by_text(f"Asked by {asker} in the live session")).to_be_visible()


def reply(page: Page, address: str, words: str) -> None:
    page.goto(address)
    page.locator("#composer-text").fill(words)
    take_a_moment(page)
    page.get_by_role("button", name="Post the reply").click()
    expect(page.get_by_text(words).first).to_be_visible()


def learn_of_the_answer(page: Page, words: str) -> None:
    page.goto("/inbox/")
    notice = page.get_by_text("A question from a live session that you wanted answered")
    expect(notice).to_be_visible()
    is_in_order(page)
    notice.click()
    expect(page.get_by_text(words).first).to_be_visible()


def test_from_its_schedule_to_an_answer_on_the_next_day(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    cem, dora = (make_member(room.community, make_person(name)) for name in ("Cem Arslan", "Dora Lem"))
    make_board(room.community, name="Questions")
    host, phone = open_browser(ada), open_browser(bea, **PHONE)
    wide, last = open_browser(cem), open_browser(dora)
    schedule(host, room.community)
    gathering = Gathering.objects.get()
    address = gathering.get_absolute_url()
    for page in (phone, wide, last):
        come(page, address)
    assert calendar_of(wide, gathering) == "Journal club: pausing"

    begin(host, [phone, wide, last], address)
    say(wide, "Good morning, all.")
    ask(phone, "How long may a pause be?")
    ask(wide, "Who has tried it?")
    vote(last, "How long may a pause be?")
    poll_all(host, [phone, wide, last])
    call_the_first_hand(host, last, phone, "Dora Lem")
    answer_aloud(host, "Who has tried it?")
    end(host)

    sign_the_recap(host, "Who has tried it?", "When it helps 3", "How long may a pause be?")
    let_go_on(host, address, "How long may a pause be?", "Bea Quist")
    reply(wide, host.url, "Ten slow breaths.")
    for page in (phone, last):  # who asked, and who voted
        learn_of_the_answer(page, "Ten slow breaths.")
    assert Question.objects.get(words="How long may a pause be?").votes == 1
