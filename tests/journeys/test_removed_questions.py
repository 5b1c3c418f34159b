"""A question goes while others look, who asked it without a name asks to look again, and it comes back to all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forum.chat.models import Room
from forum.communities.models import Role
from forum.gatherings.actions.namelessness import take_nameless_questions
from forum.gatherings.actions.voting import vote_for_question
from forum.gatherings.models import Gathering
from forum.people.models import Person
from tests.factories import make_member, make_person
from tests.forum.gatherings.going_on import begun
from tests.forum.gatherings.meeting import again
from tests.forum.recaps.over import asked
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order, is_live, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SAID = "Does the man in bed nine know?"


def test_it_goes_and_comes_back_for_everybody_who_looks(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    gathering = begun(ada, room.community)
    take_nameless_questions(host=ada, gathering=again(gathering))
    voter = make_member(room.community, make_person("Rut Sande"))
    moderator = make_member(room.community, make_person("Mo Lindt"), role=Role.MODERATOR)
    other = make_member(room.community, make_person("Una Field"), role=Role.MODERATOR)
    question = asked(bea, gathering, SAID, nameless=True)
    vote_for_question(person=voter, question=question)
    looking = open_browser(voter, **PHONE)
    looking.goto(gathering.get_absolute_url())
    is_live(looking)
    expect(looking.get_by_text(SAID)).to_be_visible()

    _remove(open_browser(moderator), gathering)
    expect(looking.get_by_text(SAID)).to_have_count(0, timeout=15_000)
    _read_why_and_ask(open_browser(bea, **PHONE))
    _undo(open_browser(other))
    expect(looking.get_by_text(SAID)).to_be_visible(timeout=15_000)
    expect(looking.locator("ol[data-waiting] [data-votes]")).to_have_text("1", timeout=15_000)
    expect(looking.locator("ol[data-waiting] [data-asker]")).to_have_text("without a name")


def _remove(page: Page, gathering: Gathering) -> None:
    page.goto(gathering.get_absolute_url())
    page.get_by_role("link", name="Remove", exact=True).click()
    expect(page.get_by_role("heading", name="Remove this question?")).to_be_visible()
    is_in_order(page)
    page.get_by_label("Why").fill("A patient could be recognised.")
    take_a_moment(page)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("it can be brought back")).to_be_visible()
    page.get_by_role("link", name="Removed questions").click()
    expect(page.get_by_role("link", name=SAID)).to_be_visible()
    is_in_order(page)
    expect(page.get_by_text("Bea Quist")).to_have_count(0)


def _read_why_and_ask(page: Page) -> None:
    page.goto("/inbox/")
    page.get_by_role("link", name="What you asked in a live session was removed").click()
    expect(page.get_by_text("A patient could be recognised.")).to_be_visible()
    expect(page.get_by_text(SAID)).to_be_visible()
    is_in_order(page)
    page.get_by_role("link", name="Ask somebody else to look at it again").click()
    page.get_by_label("Why it should be looked at again").fill("There is no bed nine with us.")
    take_a_moment(page)
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Somebody else than who decided it looks at it again.").first).to_be_visible()


def _undo(page: Page) -> None:
    page.goto("/queue/")
    page.locator(".waiting").get_by_role("link", name="The removal of a question").click()
    expect(page.get_by_role("heading", name="Who asked without a name asks to look again")).to_be_visible()
    expect(page.get_by_text("Bea Quist")).to_have_count(0)
    is_in_order(page)
    page.get_by_label("Why").fill("Yes.")
    take_a_moment(page)
    page.get_by_role("button", name="Bring the question back").click()
    expect(page.get_by_text("in a sentence of 10 characters or more: both sides")).to_be_visible()
    page.get_by_label("Why").fill("Nobody can be recognised by it.")
    page.get_by_role("button", name="Bring the question back").click()
    expect(page.get_by_text("It is undone. Both sides read why.")).to_be_visible()
