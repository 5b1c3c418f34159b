"""Several who look after a place reach for the same thing at the same moment."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.cache import cache

from forum.communities.models import Role
from forum.core.claims import Kind
from forum.core.verdicts import Refused
from forum.discussions.actions.deciding import decline_held, let_through
from forum.invariants.selectors import breaches
from forum.moderation.actions.claiming import claim_thing, give_thing_back
from forum.moderation.models import Claim
from tests.factories import hold_reply, make_board, make_member, make_topic
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
HANDS = 8
ROUNDS = 20


def test_one_of_those_who_claim_it_has_it() -> None:
    board = make_board(approval="everything")
    topic = make_topic(board)
    people = [make_member(board.community, role=Role.MODERATOR) for _ in range(HANDS)]
    for _round in range(ROUNDS):
        held = hold_reply(topic)
        cache.clear()
        said = together([partial(claim_thing, moderator=who, kind=Kind.HELD, key=held.pk) for who in people])
        assert sorted(type(each).__name__ for each in said) == ["Claim", *["Refused"] * (HANDS - 1)]
        winner = next(each for each in said if isinstance(each, Claim)).person_id
        assert Claim.objects.get(kind=Kind.HELD, thing=held.pk).person_id == winner


def test_what_is_given_back_meanwhile_goes_to_one_of_the_others() -> None:
    board = make_board(approval="everything")
    topic = make_topic(board)
    people = [make_member(board.community, role=Role.MODERATOR) for _ in range(HANDS)]
    for _round in range(ROUNDS):
        held = hold_reply(topic)
        cache.clear()
        thing = {"kind": Kind.HELD, "key": held.pk}
        claim_thing(moderator=people[0], **thing)
        said = together([
            partial(give_thing_back, moderator=people[0], **thing),
            *(partial(claim_thing, moderator=who, **thing) for who in people[1:]),
        ])  # fmt: skip
        assert {type(each) for each in said[1:]} <= {Claim, Refused}
        assert sum(isinstance(each, Claim) for each in said[1:]) <= 1


def test_many_who_decide_at_once_decide_once() -> None:
    board = make_board(approval="everything")
    topic = make_topic(board)
    people = [make_member(board.community, role=Role.MODERATOR) for _ in range(4)]
    for _round in range(ROUNDS):
        held = hold_reply(topic)
        cache.clear()
        acts = [
            *(partial(let_through, moderator=who, held=held, revision=1) for who in people[:2]),
            *(
                partial(decline_held, moderator=who, held=held, revision=1, reason="No.")
                for who in people[2:]
            ),
            partial(claim_thing, moderator=people[0], kind=Kind.HELD, key=held.pk),
        ]
        said = together(acts)
        assert sum(not isinstance(each, Exception) for each in said[:4]) == 1
        assert all(isinstance(each, Refused) for each in said[:4] if isinstance(each, Exception))
    assert breaches() == []
