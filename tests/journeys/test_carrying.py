"""A question is carried to another community, answered there, and its home closes: each in a browser of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forum.communities.models import Role
from forum.discussions.models import Board, Placement, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_topic
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, is_live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@dataclass(frozen=True, slots=True)
class Cast:
    home: Board
    there: Board
    topic: Topic
    asker: Person
    broker: Person
    moderator: Person
    member: Person
    facilitator: Person


@pytest.fixture
def cast(site: object) -> Cast:
    names = {
        "asker": "Asa Holm", "broker": "Bo Lindqvist", "moderator": "Mo Byrne", "member": "Mia Quist",
        "facilitator": "Finn Aalto",
    }  # fmt: skip
    people = {key: make_person(name, handle=key) for key, name in names.items()}
    wards = make_community("Ward teaching", facilitator=people["facilitator"], visibility="network")
    simulation = make_community("Simulation", visibility="private")
    for key in ("asker", "broker"):
        make_member(wards, people[key])
    for key, role in (("broker", Role.MEMBER), ("moderator", Role.MODERATOR), ("member", Role.MEMBER)):
        make_member(simulation, people[key], role=role)
    home, there = (
        make_board(wards, name="Questions", kind="questions"),
        make_board(simulation, name="Debriefing"),
    )
    topic = make_topic(
        home, author=people["asker"], title="Who debriefs at night?", body="Nobody is there.", type="question"
    )
    return Cast(home, there, topic, **people)


def carry(page: Page, cast: Cast) -> None:
    page.goto(cast.topic.get_absolute_url())
    page.get_by_text("This topic", exact=True).click()
    page.get_by_role("link", name="Carry to another board").click()
    expect(
        page.get_by_text("Asa Holm, who wrote it, is told, and may object or take it off again.")
    ).to_be_visible()
    page.get_by_label("Debriefing").check()
    page.get_by_label("Why this matters there").fill("You do this every week.")
    is_in_order(page)
    page.get_by_role("button", name="Carry it there").click()
    expect(page.get_by_text("You have proposed it for Debriefing.")).to_be_visible()


def accept(page: Page, cast: Cast) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("in Simulation")).click()
    expect(page.get_by_text("You do this every week.")).to_be_visible()
    is_in_order(page)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Agreed. The topic stands there now.")).to_be_visible()


def answer(page: Page, cast: Cast) -> None:
    page.goto(cast.there.get_absolute_url())
    expect(page.get_by_text("from Ward teaching")).to_be_visible()
    page.get_by_role("link", name="Who debriefs at night?").click()
    expect(page.get_by_text("Brought here by Bo Lindqvist")).to_be_visible()
    is_in_order(page)
    page.get_by_label("Your reply").fill("We do, by phone.")
    page.get_by_role("button", name="Post the reply").click()
    expect(page.locator("#post-2")).to_contain_text("via Debriefing")


def accept_the_answer(page: Page, cast: Cast) -> None:
    page.goto(cast.topic.get_absolute_url())
    expect(page.locator("#post-2")).to_contain_text("We do, by phone.")
    expect(page.locator("article").first).not_to_contain_text("Simulation")
    page.locator("#post-2").get_by_role("link", name="More").click()
    page.get_by_role("button", name="Accept as the answer").click()
    expect(page.locator("#post-2")).to_contain_text("Accepted answer")


def close_the_home(page: Page, cast: Cast) -> None:
    page.goto(f"/c/{cast.home.community.slug}/manage/visibility/?to=private")
    page.get_by_role("button", name="Make it private").click()
    expect(page.get_by_text("Only members read it.").first).to_be_visible()


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["wide", "phone"])
def test_a_question_crosses_and_its_home_closes(
    cast: Cast, open_browser: OpenBrowser, screen: dict[str, Any]
) -> None:
    carry(open_browser(cast.broker, **screen), cast)
    accept(open_browser(cast.moderator, **screen), cast)
    member = open_browser(cast.member, **screen)
    answer(member, cast)
    accept_the_answer(open_browser(cast.asker, **screen), cast)
    member.reload()
    is_live(member)
    close_the_home(open_browser(cast.facilitator, **screen), cast)
    expect(member.get_by_text("You can no longer read this topic")).to_be_visible()
    member.goto(cast.topic.get_absolute_url())
    expect(member.get_by_text("Who debriefs at night?")).to_have_count(0)
    member.goto(cast.there.get_absolute_url())
    expect(member.get_by_role("link", name="Who debriefs at night?")).to_have_count(0)
    assert Placement.objects.get(board=cast.there).state == Placement.State.WITHDRAWN
