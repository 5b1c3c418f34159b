"""Somebody is threatened where nobody else reads: they report it, and stewards remove it; and what else comes back."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from forum.chat.actions.direct import open_direct_room
from forum.chat.actions.sending import send_message
from forum.communities.models import Community, Role
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, make_steward
from tests.journeys.pages import PHONE, OpenBrowser, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SAID, WHY = "You will regret this.", "Nobody is threatened here."


@pytest.fixture
def community(site: object) -> Community:
    return make_community("Ward teaching", visibility="private")


def test_what_one_of_two_said_is_reported_removed_and_brought_back_where_it_is_read(
    community: Community, open_browser: OpenBrowser
) -> None:
    ada, cy = (make_member(community, make_person(name, handle=name.lower())) for name in ("Ada", "Cy"))
    steward = make_steward()
    room = open_direct_room(person=cy, other=ada)
    message = send_message(author=cy, room=room, client_id=uuid4(), body=SAID)
    page = open_browser(ada, **PHONE)
    page.goto(f"{room.get_absolute_url()}messages/{message.pk}/acts/")
    page.get_by_role("link", name="Report").click()
    expect(page.get_by_text("They see this one message")).to_be_visible()
    page.get_by_label("It harasses or threatens somebody").check()
    take_a_moment(page)
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("Stewards of the network see it")).to_be_visible()
    expect(page.get_by_text(SAID)).to_be_visible()

    looking = open_browser(steward)
    looking.goto("/queue/")
    looking.get_by_role("link", name="A message between two people").click()
    expect(looking.get_by_text(SAID)).to_be_visible()
    take_a_moment(looking)
    looking.get_by_role("button", name="Remove it").click()
    expect(looking.get_by_text("Say why, in a sentence")).to_be_visible()
    looking.get_by_label("Reason").fill(WHY)
    take_a_moment(looking)
    looking.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("was removed by a steward")).to_be_visible()
    expect(page.get_by_text(SAID)).to_have_count(0)

    reading = open_browser(cy)
    reading.goto("/inbox/")
    reading.get_by_role("link", name="A message of yours in a room was removed; read why").click()
    expect(reading.get_by_text(WHY)).to_be_visible()
    expect(reading.get_by_text(SAID)).to_be_visible()
    looking.goto(reading.url)
    looking.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text(SAID)).to_be_visible()


def test_what_a_moderator_removes_goes_and_comes_back_in_an_open_room(
    community: Community, open_browser: OpenBrowser
) -> None:
    ada = make_member(community, make_person("Ada", handle="ada"))
    moderator = make_member(community, make_person("Mo", handle="mo"), role=Role.MODERATOR)
    room = community.rooms.select_related("community").get()
    message = send_message(author=ada, room=room, client_id=uuid4(), body="A tall man from Ulm.")
    watching = open_browser(make_member(community, make_person("Bea", handle="bea")))
    watching.goto(room.get_absolute_url())
    expect(watching.get_by_text("A tall man from Ulm.")).to_be_visible()
    page = open_browser(moderator)
    page.goto(f"{room.get_absolute_url()}messages/{message.pk}/remove/")
    page.get_by_label("Why").fill("It names a patient.")
    take_a_moment(page)
    page.get_by_role("button", name="Remove it").click()
    expect(watching.get_by_text("was removed by a moderator")).to_be_visible()
    expect(watching.get_by_text("Why, and what it said")).to_have_count(0)
    page.get_by_role("link", name="Why, and what it said").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(watching.get_by_text("A tall man from Ulm.")).to_be_visible()


def test_a_page_is_reported_and_its_words_are_taken_down(
    community: Community, open_browser: OpenBrowser
) -> None:
    cy = make_member(community, make_person("Cy", handle="cy", bio="I sell courses."))
    page, looking = open_browser(make_person("Ada", handle="ada")), open_browser(make_steward())
    page.goto(cy.get_absolute_url())
    page.get_by_label("More", exact=True).click()
    page.get_by_role("link", name="Report", exact=True).click()
    page.get_by_label("It sells something").check()
    take_a_moment(page)
    page.get_by_role("button", name="Report it").click()
    looking.goto("/queue/")
    looking.get_by_role("link", name="The page of Cy").click()
    looking.get_by_label("What they say about themselves").check()
    looking.get_by_label("Reason").fill("We sell nothing here.")
    take_a_moment(looking)
    looking.get_by_role("button", name="Remove it").click()
    expect(looking.get_by_text("Removed. They read why")).to_be_visible()
    assert Person.objects.get(pk=cy.pk).bio == ""
    reading = open_browser(cy)
    reading.goto("/standing/")
    expect(reading.get_by_text("We sell nothing here.")).to_be_visible()
