"""From the edge of a community into it: asking, being let in, a small act, first words, and their standing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from forum.communities.models import Community, Membership, Role
from forum.discussions.models import Board, HeldPost, Post, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic
from tests.journeys.pages import PHONE, OpenBrowser, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@dataclass
class Place:
    """A private community whose doors a facilitator opens, with a question on a board that looks at first posts."""

    community: Community
    facilitator: Person
    moderator: Person
    stranger: Person
    question: Topic


@pytest.fixture
def place(site: object) -> Place:
    facilitator, stranger = make_person("Ada Byrne"), make_person("Rosa Quispe")
    community = make_community(
        "Night teaching",
        facilitator=facilitator,
        visibility="private",
        joining="request",
        joining_questions=["Where do you teach?"],
        welcome="Good that you are here. Read along first.",
    )
    moderator = make_member(community, make_person("Priya Nair"), role=Role.MODERATOR)
    board = make_board(community, kind=Board.Kind.QUESTIONS, name="Questions")
    question = make_topic(board, author=facilitator, title="Who teaches at four?", type="question")
    make_reply(question, author=moderator, body="Whoever is awake.")
    Board.objects.filter(pk=board.pk).update(approval=Board.Approval.NEWCOMERS, approval_first=1)
    return Place(community, facilitator, moderator, stranger, question)


@pytest.mark.parametrize("scripted", [True, False])
def test_a_stranger_becomes_someone_whose_words_stand(
    place: Place, open_browser: OpenBrowser, scripted: bool
) -> None:
    home, topic = place.community.get_absolute_url(), place.question.get_absolute_url()
    stranger = open_browser(place.stranger, java_script_enabled=scripted, **PHONE)
    assert stranger.goto(topic).status == 404  # type: ignore[union-attr]  # a page was opened
    _ask(stranger, home)
    _let_in(open_browser(place.facilitator, java_script_enabled=scripted), home)
    _look_around(stranger, home)
    _act_a_little(stranger, topic)
    _speak(stranger, place)
    visitor = open_browser(place.facilitator)
    visitor.goto(topic)
    expect(visitor.get_by_text("The one who cannot sleep.")).to_have_count(0)
    _let_through(open_browser(place.moderator, java_script_enabled=scripted), home)
    for page in (stranger, visitor):
        page.goto(topic)
        expect(page.get_by_text("The one who cannot sleep.")).to_be_visible()
    post = Post.objects.get(author=place.stranger)
    assert (post.number, HeldPost.objects.get().post) == (3, post)


def _ask(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("link", name="Ask to join").first.click()
    page.get_by_label("Where do you teach?").fill("On a ward, at night.")
    take_a_moment(page)
    page.get_by_role("button", name="Ask to join").click()
    page.goto(home)
    expect(page.get_by_text("You asked").first).to_be_visible()
    _is_fit_for_all(page)


def _let_in(page: Page, home: str) -> None:
    page.goto(f"{home}manage/requests/")
    expect(page.get_by_text("On a ward, at night.")).to_be_visible()
    _is_fit_for_all(page)
    page.get_by_role("button", name="Accept").click()
    assert Membership.objects.get(person__display_name="Rosa Quispe").role == Role.MEMBER


def _look_around(page: Page, home: str) -> None:
    page.goto(home)
    expect(page.get_by_text("Good that you are here.")).to_be_visible()
    expect(page.locator(".first-steps li").first).to_be_visible()
    _is_fit_for_all(page)


def _act_a_little(page: Page, topic: str) -> None:
    page.goto(topic)
    page.locator("#post-1").get_by_role("button", name="Thanks").click()
    expect(page.locator("#post-1").get_by_role("button", name="Thanks 1")).to_be_visible()


def _speak(page: Page, place: Place) -> None:
    page.locator("textarea[name=text]").fill("The one who cannot sleep.")
    page.get_by_role("button", name="Post the reply").click()
    page.wait_for_url("**/held/*/")
    expect(page.get_by_text("Yours waits")).to_be_visible()
    assert (HeldPost.objects.count(), Post.objects.filter(author=place.stranger).count()) == (1, 0)
    page.goto(place.question.get_absolute_url())
    expect(page.get_by_text("waits for a moderator").first).to_be_visible()
    _is_fit_for_all(page)


def _let_through(page: Page, home: str) -> None:
    page.goto(f"{home}manage/held/")
    expect(page.get_by_text("The one who cannot sleep.")).to_be_visible()
    _is_fit_for_all(page)
    page.get_by_role("button", name="Let through").first.click()
    expect(page.get_by_text("The one who cannot sleep.")).to_have_count(0)


def _is_fit_for_all(page: Page) -> None:
    """The accessibility checks find nothing. They run as script, so pages without it are looked at by people."""
    if page.evaluate("typeof window.htmx") != "undefined":
        found = Axe().run(page, options={"preload": False})
        assert [each["id"] for each in found.response["violations"]] == []
