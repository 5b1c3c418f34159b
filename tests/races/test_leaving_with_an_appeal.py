"""Who closes their account while what was removed of theirs comes back: nobody waits for ever, and nothing is kept."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from forum.communities.actions.measures import mute_person
from forum.communities.actions.members import leave_community
from forum.communities.models import Community, Role
from forum.communities.selectors.locks import locked_community_alone
from forum.core.verdicts import Refused
from forum.invariants.selectors import breaches
from forum.moderation.actions.appealing import appeal_measure, overturn_decision
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeal_with
from forum.people.models import Person
from forum.personal_data.actions.leaving import close_account
from tests.factories import make_board, make_community, make_member
from tests.forum.leaving import PASSWORD
from tests.forum.moderation.removed_things import KINDS, MESSAGE, SAID, Kind, fresh, kept, says
from tests.forum.people_anew import again
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = 8


@pytest.fixture(params=KINDS.values(), ids=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


def close(person: Person) -> Any:
    return close_account(person=again(person), wish="keep", handle=person.handle, password=PASSWORD)


def test_who_leaves_meets_who_brings_it_back_and_who_overturns_the_removal(kind: Kind) -> None:
    board = make_board(make_community())
    first, *others = (make_member(board.community, role=Role.MODERATOR) for _ in range(3))
    for number in range(ROUNDS):
        cache.clear()
        author = who_can_leave(board.community)
        thing = kind.removed(first, author, board)
        appeal = appeal_with(kind.ask(author, thing).pk)
        overturning = partial(
            overturn_decision, decider=again(others[0]), appeal=appeal, reason="It may stand here."
        )
        acts = [partial(close, author), overturning, partial(kind.restore, others[1], thing)]
        found = together(acts[:2] if number % 2 else [acts[0], acts[2]])
        assert [each for each in found if isinstance(each, Exception) and not isinstance(each, Refused)] == []
        assert not isinstance(found[0], Refused)
        back = not isinstance(found[1], Refused)
        if back:
            assert says(thing) == SAID
        elif kind.word != "topic":  # of which the words stay where they were
            assert (fresh(thing).removed_at is None, kept(thing)) == (False, "")
        left = Appeal.objects.get(person=author)
        assert (left.state, left.words) == ("overturned" if back and number % 2 else "gone", "")
    assert breaches() == []


def test_who_is_no_member_any_more_and_leaves_meets_who_decides_about_their_measure() -> None:
    community = make_community()
    first, other = (make_member(community, role=Role.MODERATOR) for _ in range(2))
    for _round in range(ROUNDS):
        cache.clear()
        member = who_can_leave(community)
        measure = mute_person(
            moderator=again(first), person=again(member), community=community, reason="Be kind.",
            ends_at=timezone.now() + timedelta(weeks=1),
        )  # fmt: skip
        appeal = appeal_with(appeal_measure(person=again(member), measure=measure, words="A joke.").pk)
        leave_community(person=again(member), community=community)
        found = together([
            partial(close, member),
            partial(overturn_decision, decider=again(other), appeal=appeal, reason="It was too much."),
        ])  # fmt: skip
        assert [each for each in found if isinstance(each, Exception) and not isinstance(each, Refused)] == []
        assert not isinstance(found[0], Refused)
        left = Appeal.objects.get(person=member)
        assert (left.state, left.words) == ("gone" if isinstance(found[1], Refused) else "overturned", "")
    assert breaches() == []


def test_who_leaves_meets_who_brings_a_message_back_and_who_changes_the_community_alone() -> None:
    board = make_board(make_community())
    first, *others = (make_member(board.community, role=Role.MODERATOR) for _ in range(3))
    for _round in range(ROUNDS * 2):
        cache.clear()
        author = who_can_leave(board.community)
        message = MESSAGE.removed(first, author, board)
        found = together([
            partial(MESSAGE.restore, others[0], message), partial(close, author),
            *[partial(held_alone, board.community.pk)] * 3,
        ])  # fmt: skip
        assert [each for each in found if isinstance(each, Exception) and not isinstance(each, Refused)] == []
    assert breaches() == []


@transaction.atomic
def held_alone(community_id: int) -> None:
    locked_community_alone(community_id)


def who_can_leave(community: Community) -> Person:
    member = make_member(community)
    member.set_password(PASSWORD)
    member.save()
    return member
