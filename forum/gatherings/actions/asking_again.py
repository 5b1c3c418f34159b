"""Communities that take part in the newest meeting of a series are asked for those with which it is prolonged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from forum.core.events import publish
from forum.core.limits import CARRYING, spend
from forum.gatherings.actions.joint import answer_parts
from forum.gatherings.events import JointAsked
from forum.gatherings.models import Gathering, Joint
from forum.gatherings.policies.joint import agrees_by_asking, asked_again_by
from forum.people.models import Person

State = Joint.State


def ask_those_who_take_part(
    *, host: Person, before: Gathering, made: Sequence[Gathering], now: datetime
) -> None:
    """Ask them for each of these; their facilitators are told of the first. Whoever facilitates both has agreed by
    asking. What somebody has written when they first asked is theirs, and stays there. Part of an action that holds
    their communities. Raises TooMany.
    """
    for row in asked_again_by(host, before):
        spend(CARRYING, host.pk)
        rows = Joint.objects.bulk_create(
            Joint(gathering=each, community=row.community, asked_by=host, asked_at=now) for each in made
        )
        if agrees_by_asking(host, rows[0]):
            answer_parts(rows, host, State.AGREED, "", now)
        else:
            publish(JointAsked(joint_id=rows[0].pk))
