"""A facilitator deletes a message everywhere; whoever reads along sees it go, and its quotation with it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forum.chat.models import Message, Room
from forum.communities.models import Role
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import room_of
from tests.journeys.pages import PHONE, OpenBrowser, in_room, is_in_order

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SAID = "The tall man from the village behind the lake came back on Monday."


@pytest.fixture
def scene(site: object) -> tuple[Person, Person, Room, Message]:
    ada, fay = make_person("Ada Byrne", handle="ada"), make_person("Fay Olsen", handle="fay")
    community = make_community("Night teaching", visibility="private", guard="off")
    make_member(community, ada)
    make_member(community, fay, role=Role.FACILITATOR)
    room = room_of(community)
    message = say(ada, room, SAID)
    say(ada, room, f"> {SAID}\n\nWho knows him?")
    return ada, fay, room, message


@pytest.mark.parametrize("script", [True, False])
def test_who_reads_along_sees_it_go(
    scene: tuple[Person, Person, Room, Message], open_browser: OpenBrowser, *, script: bool
) -> None:
    ada, fay, room, message = scene
    reading = in_room(open_browser(ada, **PHONE), room)
    expect(reading.locator("li.message").first).to_contain_text("The tall man")
    page = open_browser(fay, java_script_enabled=script)
    page.goto(f"/rooms/{room.pk}/messages/{message.pk}/acts/")
    page.get_by_role("link", name="Delete everywhere").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delete this message everywhere?")
    if script:
        is_in_order(page)
    page.get_by_label("A patient could be recognised").check()
    page.get_by_role("button", name="Delete it everywhere").click()
    expect(page.get_by_text("It is deleted everywhere.")).to_be_visible()
    for each in (reading, page):
        expect(each.locator("li.message").last).to_contain_text("removed: it identified a patient")
        expect(each.locator("li.message").last).to_contain_text("Who knows him?")
        expect(each.get_by_text("The tall man")).to_have_count(0)
