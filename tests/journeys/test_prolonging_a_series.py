"""A series that ends is prolonged on a phone, and what is over is found; whatever one presses there is large enough."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from forum.chat.models import Room
from forum.gatherings.models import Gathering
from forum.people.models import Person
from tests.forum.gatherings.going_on import begun, said
from tests.forum.gatherings.meeting import series, when
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, is_live, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# What is pressed and is lower than a finger, but for words of people, and what a label around it makes larger.
TOO_SMALL = """() => [...document.querySelectorAll("main :is(a, button, summary, select, label:has(> input))")]
    .filter((each) => each.checkVisibility() && !each.closest(".prose, .message > header"))
    .filter((each) => !each.closest("details:not([open]) > :not(summary)"))
    .filter((each) => each.getBoundingClientRect().height < 43.5)
    .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def meetings(people: tuple[Person, Person, Room]) -> list[Gathering]:
    ada, _bea, room = people
    assert room.community is not None
    first = when()
    until = first["day"] + timedelta(days=7)
    return series(ada, room.community, first=first, until=until, now=timezone.now())


def show_when(page: Page, times: str) -> None:
    page.get_by_label("How many more").fill(times)
    take_a_moment(page)
    page.get_by_role("button", name="Show when they would be").click()


def test_a_host_prolongs_a_series_having_seen_when_it_would_meet(
    people: tuple[Person, Person, Room], meetings: list[Gathering], open_browser: OpenBrowser
) -> None:
    ada, bea, _room = people
    host, member = open_browser(ada, **PHONE), open_browser(bea)
    host.goto(meetings[1].get_absolute_url())
    expect(host.get_by_text("Meeting 2 of 2")).to_be_visible()
    host.get_by_role("link", name="Prolong the series").click()
    is_in_order(host)
    show_when(host, "54")  # the browser says that there is no room for so many
    assert host.get_by_label("How many more").evaluate("field => field.validity.rangeOverflow")
    expect(host.get_by_text("further meetings would be announced")).to_have_count(0)
    show_when(host, "2")
    expect(host.get_by_text("2 further meetings would be announced")).to_be_visible()
    expect(host.locator(".series-planned li")).to_have_count(2)
    is_in_order(host)
    take_a_moment(host)
    host.get_by_role("button", name="Announce them").click()
    expect(host.get_by_text("2 further meetings are announced.")).to_be_visible()
    expect(host.get_by_text("Meeting 3 of 4")).to_be_visible()

    host.goto("/live/")
    for link in host.locator(".session-row h3 a").all():
        assert link.evaluate("each => each.getBoundingClientRect().height") > 43.5
    is_in_order(host)
    member.goto("/live/")
    expect(member.locator(".session-row")).to_have_count(4)
    is_in_order(member)
    over = Gathering.objects.filter(pk=meetings[0].pk)
    begins = timezone.now() - timedelta(days=3)
    over.update(state="closed", starts_at=begins, ends_at=begins + timedelta(hours=1))
    member.get_by_role("link", name="Earlier sessions").click()
    expect(member.locator(".session-row")).to_have_count(1)
    is_in_order(member)


@pytest.mark.parametrize("state", ["scheduled", "live", "closed"])
def test_on_a_phone_whatever_is_pressed_on_its_page_is_large_enough(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser, state: str
) -> None:
    ada, bea, room = people
    assert room.community is not None
    made = begun(ada, room.community, agenda=[{"minutes": 10, "words": "Read"}])
    said(bea, made, "Yes.")
    said(bea, made, "No.")
    Gathering.objects.update(state=state)
    page = open_browser(ada, **PHONE)
    page.goto(made.get_absolute_url())
    is_live(page)
    about = page.get_by_text("What it is about")
    assert (about.bounding_box() or {})["y"] < (page.locator(".session-phases").bounding_box() or {})["y"]
    assert page.evaluate(TOO_SMALL) == []
    is_in_order(page)
