"""Other communities in a live session: asked, agreed, declined, and ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.models import Community, Verb
from forum.core.claims import Kind, nobody_else_decides
from forum.core.events import publish
from forum.core.limits import CARRYING, SETTING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.gatherings.actions.coming import let_go_of_places
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.actions.log import note_part
from forum.gatherings.events import JointAnswered, JointAsked
from forum.gatherings.models import Coming, Gathering, Joint
from forum.gatherings.policies.joint import (
    agrees_by_asking,
    may_answer_for,
    may_ask_to_take_part,
    may_end_part,
)
from forum.people.models import Person

State = Joint.State
MOST_JOINT = 5
LONGEST = 500


@transaction.atomic
def ask_to_take_part(
    *, host: Person, gathering: Gathering, community: Community, note: str, now: datetime | None = None
) -> Joint:
    """Ask the facilitators of another community. Whoever facilitates both has agreed by asking.

    Asked twice, the first asking stands; where it was declined or ended it is asked anew. Raises Refused, Invalid or
    TooMany.
    """
    moment = now or timezone.now()
    gathering = locked_gathering(host, gathering, community)
    require(may_ask_to_take_part(host, gathering, community))
    rows = [row for row in gathering.joint.all() if row.state in {State.ASKED, State.AGREED}]
    present = next((row for row in rows if row.community_id == community.pk), None)
    if present is not None:
        return present
    if len(rows) >= MOST_JOINT:
        raise Refused(_("At most %d other communities take part.") % MOST_JOINT)
    words = note.strip()
    if not words:
        raise Invalid(_("Say in a sentence why it is theirs, too."), field="note")
    ask_in([gathering.community, community], [words])
    spend(CARRYING, host.pk)
    row = Joint.objects.filter(gathering=gathering, community=community).first()
    row = row or Joint(gathering=gathering, community=community)
    row.state, row.note, row.asked_by, row.asked_at = State.ASKED, words[:LONGEST], host, moment
    row.answered_by, row.answered_at, row.reason = None, None, ""
    row.save()
    if agrees_by_asking(host, row):
        return answer_part(row, host, State.AGREED, "", moment)
    publish(JointAsked(joint_id=row.pk))
    return row


@transaction.atomic
def agree_to_take_part(*, facilitator: Person, joint: Joint, now: datetime | None = None) -> Joint:
    """Let the people of one's community come through it. Raises Refused or TooMany."""
    row = _locked(facilitator, joint)
    require(may_answer_for(facilitator, row))
    require(nobody_else_decides(facilitator.pk, Kind.JOINT, row.pk))
    spend(SETTING, facilitator.pk)
    return answer_part(row, facilitator, State.AGREED, "", now or timezone.now())


@transaction.atomic
def decline_to_take_part(
    *, facilitator: Person, joint: Joint, reason: str, now: datetime | None = None
) -> Joint:
    """Say why one's community does not take part. Raises Refused, Invalid or TooMany."""
    row = _locked(facilitator, joint)
    require(may_answer_for(facilitator, row))
    require(nobody_else_decides(facilitator.pk, Kind.JOINT, row.pk))
    words = reason.strip()
    if not words:
        raise Invalid(_("Say why, in a sentence: whoever asked reads it."), field="reason")
    ask_in([row.community, row.gathering.community], [words])
    spend(SETTING, facilitator.pk)
    return answer_part(row, facilitator, State.DECLINED, words[:LONGEST], now or timezone.now())


@transaction.atomic
def end_part(*, person: Person, joint: Joint, now: datetime | None = None) -> Joint:
    """Let a community take part no longer; who would have come through it does not come. Raises Refused or TooMany."""
    row = _locked(person, joint)
    if row.state == State.ENDED:
        return row
    require(may_end_part(person, row))
    spend(SETTING, person.pk)
    answers = Coming.objects.filter(gathering=row.gathering_id, through=row.community_id)
    ended = answer_part(row, person, State.ENDED, "", now or timezone.now())
    let_go_of_places(answers)
    return ended


def _locked(person: Person, joint: Joint) -> Joint:
    gathering = locked_gathering(person, joint.gathering)
    row = Joint.objects.select_for_update(of=("self",)).select_related("community").get(pk=joint.pk)
    row.gathering = gathering
    return row


def answer_part(row: Joint, person: Person, state: State, reason: str, moment: datetime) -> Joint:
    """Let it be answered so, and say so. Part of actions that have asked whether the person may."""
    (answered,) = answer_parts([row], person, state, reason, moment)
    return answered


def answer_parts(
    rows: Sequence[Joint], person: Person, state: State, reason: str, moment: datetime
) -> list[Joint]:
    """The same of meetings of one series at once: the log says it of the first."""
    for row in rows:
        row.state, row.answered_by, row.answered_at, row.reason = state, person, moment, reason
        row.save()
        publish(JointAnswered(joint_id=row.pk))
    verb = Verb.TOOK_PART if state == State.AGREED else Verb.TOOK_NO_PART
    note_part(verb, rows[0], by=person, now=moment)
    return [*rows]
