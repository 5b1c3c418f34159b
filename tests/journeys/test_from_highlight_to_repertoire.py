"""A highlight of a session becomes a practice note: who said it answers in a browser of their own, others read it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forum.chat.models import Room
from forum.people.models import Person
from forum.repertoire.models import PracticeNote
from tests.factories import make_member, make_person
from tests.forum.gatherings.going_on import begun
from tests.forum.repertoire.noted import highlighted
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SAID = "Ten slow breaths, and nobody minds."


def draft(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Practice note").click()
    is_in_order(page)
    page.get_by_label("Title").fill("Let a silence stand")
    take_a_moment(page)
    page.get_by_role("button", name="Draft it").click()
    expect(page.get_by_text("Bea Quist is asked.")).to_be_visible()
    expect(page.get_by_text("1 is left out until who said it agrees")).to_be_visible()
    is_in_order(page)


def agree(page: Page) -> None:
    """By what the inbox tells."""
    page.goto("/inbox/")
    page.get_by_text("is wanted for a practice note; you decide").click()
    expect(page.get_by_text(SAID)).to_be_visible()
    is_in_order(page)
    take_a_moment(page)
    page.get_by_role("button", name="Yes, with my name").click()
    expect(page.get_by_text("You agreed: it may stand with your name.")).to_be_visible()


def publish(page: Page) -> None:
    page.reload()
    expect(page.get_by_text("1 quote stands in it.")).to_be_visible()
    page.get_by_label("What we learned").fill("Count ten breaths before you *ask* anew.")
    take_a_moment(page)
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("It stands in the repertoire.")).to_be_visible()
    is_in_order(page)


def test_from_a_highlight_to_what_a_community_knows(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    gathering = begun(ada, room.community)
    highlighted(ada, bea, gathering, SAID)
    host, phone = open_browser(ada), open_browser(bea, **PHONE)
    reader = open_browser(make_member(room.community, make_person("Cem Arslan")))

    draft(host, gathering.get_absolute_url())
    reader.goto(f"/c/{room.community.slug}/repertoire/")
    expect(reader.get_by_text("Nothing stands here yet.")).to_be_visible()
    agree(phone)
    publish(host)
    reader.reload()
    reader.get_by_role("link", name="Let a silence stand").click()
    expect(reader.get_by_text(SAID)).to_be_visible()
    expect(reader.get_by_role("figure").get_by_text("Bea Quist")).to_be_visible()
    is_in_order(reader)

    take_a_moment(phone)
    phone.get_by_role("button", name="Take it back").click()
    expect(phone.get_by_text("You do not agree: it does not stand there.")).to_be_visible()
    is_in_order(phone)
    reader.reload()
    expect(reader.get_by_text("Count ten breaths before you ask anew.")).to_be_visible()
    expect(reader.get_by_text(SAID)).to_have_count(0)
    assert PracticeNote.objects.get().state == PracticeNote.State.PUBLISHED
