"""Hands of a live session as one reader sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from forum.gatherings.models import Gathering, Question
from forum.gatherings.policies.hands import may_call, may_raise_hand
from forum.gatherings.selectors.hands import MOST_IN_LINE, hand_called, hands_up, turns_in_line
from forum.people.actors import is_person

AT_FIRST = 6  # of those in line; the others are there to be unfolded


def hands_shown(request: HttpRequest, gathering: Gathering, asked: Sequence[Question]) -> dict[str, Any]:
    """The context of gatherings/hands.html, with what was asked between hands. Two queries while it is live."""
    actor = request.user
    if gathering.state != Gathering.State.LIVE:
        return {"hands": [], "called": None, "turns": []}
    up, called, calls = hands_up(gathering), hand_called(gathering), bool(may_call(actor, gathering))
    own = actor.pk if is_person(actor) else 0
    turns = turns_in_line(up, asked) if calls else []
    return {
        "hands": up[:MOST_IN_LINE],
        "called": called,
        "turns": turns[:MOST_IN_LINE],
        "more_in_line": max(0, len(turns if calls else up) - AT_FIRST),
        "may_raise": may_raise_hand(actor, gathering),
        "is_up": any(each.person_id == own for each in up),
        "speaks": called is not None and called.person_id == own,
        "can_call": calls,
    }
