"""A newcomer's first steps, with and without script: from following a topic to knowing one's way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.utils import timezone
from playwright.sync_api import expect

from forum.communities.models import Community, Role
from forum.discussions.models import Board, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.journeys.pages import OpenBrowser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
EVERYTHING: dict[str, Any] = {"preload": False, "rules": {"target-size": {"enabled": True}}}


@dataclass
class Place:
    """A community of a dozen with a question in it and a door, and somebody who joined it today."""

    community: Community
    facilitator: Person
    question: Topic
    newcomer: Person


@pytest.fixture
def place(site: object) -> Place:
    facilitator = make_person("Ada Byrne")
    community = make_community("Simulation", visibility="open", welcome="Kia ora.", facilitator=facilitator)
    ask = make_board(community, kind=Board.Kind.QUESTIONS, name="Questions")
    make_board(community, kind=Board.Kind.INTRODUCTIONS, name="The door", start_from=10, reply_from=10)
    question = make_topic(ask, title="Who debriefs the debriefer?", type="question")
    for number in range(10):
        person = make_member(community, make_person(f"Member {number}"))
        make_reply(question, author=person, now=timezone.now() - timedelta(weeks=number))
    newcomer = make_member(community, make_person("New Here"), since=timezone.now())
    return Place(community, facilitator, question, newcomer)


@pytest.mark.parametrize("scripted", [True, False])
def test_a_newcomer_takes_the_first_steps_and_they_go_away(
    place: Place, open_browser: OpenBrowser, scripted: bool
) -> None:
    page = open_browser(place.newcomer, java_script_enabled=scripted)
    home = place.community.get_absolute_url()
    page.goto(home)
    steps = page.locator(".first-steps li")
    expect(steps).to_have_count(5)
    steps.nth(1).get_by_role("link").click()
    page.get_by_role("button", name="Follow this topic").click()
    expect(page.get_by_role("button", name="Following: no longer follow this topic")).to_be_visible()
    page.locator("#post-1").get_by_role("button", name="Thanks").click()
    expect(page.locator("#post-1").get_by_role("button", name="Thanks 1")).to_be_visible()
    if scripted:
        expect(page.locator("#post-1.is-unread")).to_have_count(0)
    else:
        page.get_by_role("button", name="Mark these posts as read").click()
    page.goto(home)
    expect(page.locator(".first-steps .is-done")).to_have_count(3)
    page.locator(".first-steps").get_by_role("link", name="The door").click()
    page.get_by_label("Title").fill("Hello from the night shift")
    page.locator("textarea[name=text]").fill("I teach on nights.")
    page.get_by_role("button", name="Start the topic").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello from the night shift")
    page.goto(home)
    page.locator(".first-steps").get_by_role("link", name="Questions").click()
    page.get_by_role("link", name="Who debriefs the debriefer?").click()
    page.locator("textarea[name=text]").fill("Nobody, so far.")
    page.get_by_role("button", name="Post the reply").click()
    expect(page.get_by_text("Nobody, so far.")).to_be_visible()
    page.goto(home)
    expect(page.locator("#boards")).to_be_visible()
    expect(page.locator(".first-steps")).to_have_count(0)
    page.goto("/following/")
    expect(page.locator(".topic-title")).to_have_text(["Who debriefs the debriefer?"])
    page.get_by_role("button", name="Unfollow").click()
    expect(page.get_by_text("You follow nothing yet.")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_whoever_knows_their_way_puts_the_steps_away_and_finds_them_again(
    place: Place, open_browser: OpenBrowser, scripted: bool
) -> None:
    page = open_browser(place.newcomer, java_script_enabled=scripted)
    page.goto(place.community.get_absolute_url())
    page.get_by_role("button", name="I know my way").click()
    expect(page.get_by_text("Your first steps are put away.")).to_be_visible()
    expect(page.locator(".first-steps")).to_have_count(0)
    page.get_by_text("You are a member").click()
    page.get_by_role("link", name="First steps").click()
    expect(page.locator(".first-steps li")).to_have_count(5)
    page.get_by_role("button", name="Show them on the community's page again").click()
    expect(page.locator(".first-steps li")).to_have_count(5)


def test_the_button_turns_where_it_stands(place: Place, open_browser: OpenBrowser) -> None:
    page = open_browser(place.newcomer)
    page.goto(f"{place.question.get_absolute_url()}5/")
    before = page.url
    page.get_by_role("button", name="Follow this topic").click()
    turned = page.get_by_role("button", name="Following: no longer follow this topic")
    expect(turned).to_be_focused()
    turned.press("Enter")
    expect(page.get_by_role("button", name="Follow this topic")).to_be_focused()
    assert page.url == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_can_be_heard_reached_and_held_in_a_hand(
    place: Place, open_browser: OpenBrowser, scheme: str
) -> None:
    make_member(place.community, make_person("Guest"), role=Role.GUEST)
    home = place.community.get_absolute_url()
    looks = [
        (place.newcomer, [home, f"{home}first-steps/", "/following/", place.question.get_absolute_url()]),
        (place.facilitator, [f"{home}manage/participation/", home]),
        (None, [home]),
    ]
    found, too_wide = {}, []
    for person, urls in looks:
        page = open_browser(
            person, bypass_csp=True, color_scheme=scheme, viewport={"width": 360, "height": 740}
        )
        for url in urls:
            page.goto(url)
            violations = Axe().run(page, options=EVERYTHING).response["violations"]
            found[url] = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in violations]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                too_wide.append(url)
    assert ({url: what for url, what in found.items() if what}, too_wide) == ({}, [])
