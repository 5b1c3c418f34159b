"""Communities that take part in the newest meeting of a series are asked for those with which it is prolonged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from forum.communities.models import Community
from forum.core.events import publish
from forum.core.limits import CARRYING, spend
from forum.gatherings.actions.joint import answer_part
from forum.gatherings.events import JointAsked
from forum.gatherings.models import Gathering, Joint
from forum.gatherings.policies.joint import may_answer_for, may_be_asked_by
from forum.people.models import Person

State = Joint.State


def communities_asked_again(host: Person, newest: Gathering) -> list[Community]:
    """Those that take part in it and that the host may ask. Of one that they may not know of nothing is said."""
    return [row.community for row in _asked_again(host, newest)]


def _asked_again(host: Person, newest: Gathering) -> list[Joint]:
    rows = newest.joint.all()
    return [row for row in rows if row.state == State.AGREED and may_be_asked_by(host, row.community)]


def ask_those_who_take_part(
    *, host: Person, before: Gathering, made: Sequence[Gathering], now: datetime
) -> None:
    """Ask them for each of these, with what was said before; their facilitators are told of the first. Whoever looks
    after both has agreed by asking. Part of an action that holds their communities. Raises TooMany.
    """
    for row in _asked_again(host, before):
        spend(CARRYING, host.pk)
        rows = Joint.objects.bulk_create(
            Joint(gathering=each, community=row.community, note=row.note, asked_by=host, asked_at=now)
            for each in made
        )
        if may_answer_for(host, rows[0]):
            for each in rows:
                answer_part(each, host, State.AGREED, "", now)
        else:
            publish(JointAsked(joint_id=rows[0].pk))
