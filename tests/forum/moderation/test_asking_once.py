"""Whoever opens the form of an appeal again after they have asked is led to where they read how that stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.communities.actions.measures import mute_person
from forum.communities.models import Role
from forum.discussions.models import Board
from forum.moderation.actions.appealing import appeal_measure, uphold_decision
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeal_with
from forum.moderation.views import appealing
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person
from tests.forum.moderation.removed_things import KINDS
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def board() -> Board:
    return make_board(make_community("Ward teaching"))


@pytest.fixture
def moderator(board: Board) -> Person:
    return make_member(board.community, make_person("Mo"), role=Role.MODERATOR)


@pytest.fixture
def member(board: Board) -> Person:
    return make_member(board.community, make_person("Ada"))


@pytest.fixture(params=["measure", *KINDS])
def form_of(request: pytest.FixtureRequest, moderator: Person, member: Person, board: Board) -> str:
    """The address of a form in which the member has not asked yet."""
    if request.param in KINDS:
        kind = KINDS[request.param]
        return kind.pages(kind.removed(moderator, member, board))[1]
    measure = mute_person(
        moderator=again(moderator),
        person=again(member),
        community=board.community,
        reason="Be kind.",
        ends_at=timezone.now() + timedelta(weeks=1),
    )
    return reverse("measure-appeal", args=[measure.pk])


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_second_look_at_the_form_or_press_of_its_button_leads_to_how_it_stands(
    form_of: str, member: Person, moderator: Person, board: Board
) -> None:
    client, standing = signed_in(member), reverse("own-standing") + "#asked"
    assert client.get(form_of).status_code == 200
    client.post(form_of, {"words": "I sell nothing."})
    for come in (client.get, client.post):
        answer: Any = come(form_of, {"words": "Once more."})
        assert (answer.status_code, answer["Location"]) == (302, standing)
        page = said(client.get(answer["Location"]))
        assert "You have asked already. You are told by mail what comes of it" in page
        assert "I sell nothing." in page and 'id="asked"' in page
    assert Appeal.objects.get().words == "I sell nothing."
    other = make_member(board.community)
    assert signed_in(other).get(form_of).status_code == 404
    appeal = appeal_with(Appeal.objects.get().pk)
    assert appeal is not None
    uphold_decision(
        decider=make_member(board.community, role=Role.FACILITATOR), appeal=appeal, reason="It was a mistake."
    )
    decided = said(client.get(form_of, follow=True))
    assert (
        "You have asked already. You read here how it was decided." in decided
        and "It was a mistake." in decided
    )


def test_who_asks_in_two_tabs_at_once_is_led_there_as_well(
    member: Person, moderator: Person, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = mute_person(
        moderator=again(moderator),
        person=again(member),
        community=board.community,
        reason="Be kind.",
        ends_at=timezone.now() + timedelta(weeks=1),
    )

    def after_another_tab(**given: Any) -> Appeal:
        appeal_measure(**given | {"words": "From the other tab."})
        return appeal_measure(**given)

    monkeypatch.setattr(appealing, "appeal_measure", after_another_tab)
    answer = signed_in(member).post(reverse("measure-appeal", args=[measure.pk]), {"words": "I was."})
    assert (answer.status_code, answer["Location"]) == (302, reverse("own-standing") + "#asked")
    assert Appeal.objects.get().words == "From the other tab."
