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
    for page in (phone, wide, last):
        come(page, gathering.get_absolute_url())
    assert calendar_of(wide, gathering) == "Journal club: pausing"

    is_live(host)
    take_a_moment(host)
    host.get_by_role("button", name="Begin").click()
    expect(host.get_by_text("It has begun.")).to_be_visible()
    for page in (phone, wide, last):
        page.goto(gathering.get_absolute_url())
        is_live(page)
    say(wide, "Good morning, all.")
    ask(phone, "How long may a pause be?")
    ask(wide, "Who has tried it?")
    vote = last.locator("li.question", has_text="How long may a pause be?").locator("button[data-vote]")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    poll_all(host, [phone, wide, last])
    last.get_by_role("button", name="Raise your hand").click()
    host.get_by_role("button", name="Call", exact=True).click()
    expect(phone.locator("[data-called]")).to_contain_text("Dora Lem")
    is_live(host)
    answered = host.locator(f"#question-{Question.objects.get(words='Who has tried it?').pk}")
    answered.get_by_text("Answer, decline, …").click()
    answered.get_by_role("button", name="It is answered").click()
    is_live(host)
    host.get_by_text("Lead the session").click()
    host.get_by_role("button", name="End the session").click()
    expect(host.get_by_text("The session is over.")).to_be_visible()

    host.get_by_role("link", name="Write the recap").click()
    words = host.get_by_label("What remains of the session")
    for part in ("Who has tried it?", "When it helps 3", "How long may a pause be?"):
        expect(words).to_have_value(re.compile(re.escape(part)))
    is_in_order(host)
    host.locator("select[name=board]").select_option("Questions")
    take_a_moment(host)
    host.get_by_role("button", name="Sign it").click()
    expect(host.get_by_text("Recap of the live session")).to_be_visible()

    host.goto(gathering.get_absolute_url())
    host.get_by_role("link", name="Let questions go on as topics").click()
    host.locator("select[name=board]").select_option("Questions")
    is_in_order(host)
    take_a_moment(host)
    host.get_by_role("button", name="Let them go on").click()
    expect(host.get_by_role("heading", name="How long may a pause be?")).to_be_visible()
    expect(host.get_by_text("Asked by Bea Quist in the live session")).to_be_visible()
    wide.goto(host.url)
    wide.locator("#composer-text").fill("Ten slow breaths.")
    take_a_moment(wide)
    wide.get_by_role("button", name="Post the reply").click()
    expect(wide.get_by_text("Ten slow breaths.").first).to_be_visible()

    for page in (phone, last):  # who asked, and who voted
        page.goto("/inbox/")
        expect(page.get_by_text("A question from a live session that you wanted answered")).to_be_visible()
        is_in_order(page)
        page.get_by_text("A question from a live session that you wanted answered").click()
        expect(page.get_by_text("Ten slow breaths.").first).to_be_visible()
    assert Question.objects.get(words="How long may a pause be?").votes == 1
