"""A session ends: whoever looks sees at once what is left to do, and hosts say for how long."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from forum.chat.models import Room
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.hands import raise_hand
from forum.gatherings.models import Coming
from forum.people.models import Person
from tests.forum.gatherings.going_on import begun
from tests.forum.gatherings.meeting import again
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, is_live, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_everybody_sees_that_it_is_over_and_until_when_they_add_to_it(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    gathering = begun(ada, room.community)
    answer_whether_one_comes(person=bea, gathering=gathering, comes=Coming.State.COMING)
    host, phone = open_browser(ada), open_browser(bea, **PHONE)
    for page in (host, phone):
        page.goto(gathering.get_absolute_url())
        is_live(page)
        expect(page.get_by_role("heading", name="Do you come?")).to_be_visible()
    host.get_by_text("Lead the session").click()
    take_a_moment(host)
    host.get_by_role("button", name="End the session").click()
    expect(host.get_by_text("One can still add to it for 48 hours.")).to_be_visible()
    expect(host.get_by_text("Prepare a poll")).to_have_count(0)
    expect(phone.get_by_role("heading", name="Who had said that they come")).to_be_visible(timeout=15_000)
    expect(phone.get_by_text("You had said that you come")).to_be_visible()
    until = phone.locator(".session-stage time")
    before = until.get_attribute("datetime")

    host.get_by_text("Until when, and who may talk").click()
    host.locator("#set-window").select_option("168")
    take_a_moment(host)
    host.locator("form[action$='/window/']").get_by_role("button", name="Set it").click()
    expect(host.get_by_text("It is set.")).to_be_visible()
    expect(until).not_to_have_attribute("datetime", before or "", timeout=15_000)
    for page in (host, phone):
        is_in_order(page)
    assert again(gathering).window == 168


def test_who_looks_after_a_community_mutes_from_the_line_of_hands_and_comes_back(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    gathering = begun(ada, room.community)
    page = open_browser(ada)
    page.goto(gathering.get_absolute_url())
    is_live(page)
    raise_hand(person=bea, gathering=again(gathering))
    page.locator("#hands").get_by_role("link", name="Mute … Bea Quist").click()
    expect(page.get_by_label("Mute: they read along and write nothing")).to_be_checked()
    page.get_by_role("textbox", name="Why").fill("Others could not speak.")
    take_a_moment(page)
    page.get_by_role("button", name="Give it").click()
    expect(page).to_have_url(re.compile(re.escape(gathering.get_absolute_url())))
    expect(page.get_by_text("Bea Quist reads it, and why.")).to_be_visible()
    expect(page.get_by_text("Nobody waits to speak.")).to_be_visible()
