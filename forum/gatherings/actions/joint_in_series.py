"""A community answers for a meeting of a series and those that follow: it was asked for all of them at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.core.claims import Kind, nobody_else_decides
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.gatherings.actions.joint import LONGEST, answer_parts
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.models import Gathering, Joint
from forum.gatherings.policies.joint import may_answer_for
from forum.gatherings.selectors.joint import asked_from
from forum.people.models import Person

State = Joint.State


@transaction.atomic
def agree_to_following(*, facilitator: Person, joint: Joint, now: datetime | None = None) -> list[Joint]:
    """Let the people of one's community come through it to this session, and to those of its series that follow and for
    which it is asked. Raises Refused or TooMany.
    """
    rows = _held(facilitator, joint)
    spend(SETTING, facilitator.pk)
    return answer_parts(rows, facilitator, State.AGREED, "", now or timezone.now())


@transaction.atomic
def decline_following(
    *, facilitator: Person, joint: Joint, reason: str, now: datetime | None = None
) -> list[Joint]:
    """Say why one's community takes part in none of them. Raises Refused, Invalid or TooMany."""
    rows = _held(facilitator, joint)
    words = reason.strip()
    if not words:
        raise Invalid(_("Say why, in a sentence: whoever asked reads it."), field="reason")
    ask_in([rows[0].community, rows[0].gathering.community], [words])
    spend(SETTING, facilitator.pk)
    return answer_parts(rows, facilitator, State.DECLINED, words[:LONGEST], now or timezone.now())


def _held(facilitator: Person, joint: Joint) -> list[Joint]:
    """It and those that follow, with their sessions, all locked in the order of their days, once it is asked whether
    the person answers for them.
    """
    gathering = locked_gathering(facilitator, joint.gathering)
    keys = [joint.pk]
    if gathering.series_id is not None and gathering.on is not None:
        later = Gathering.objects.filter(
            series=gathering.series_id, on__gt=gathering.on, joint__community=joint.community_id
        )
        list(later.select_for_update(no_key=True, of=("self",)).order_by("on").values_list("pk"))
        keys += [row.pk for row in asked_from(gathering, joint.community_id)]
    rows = Joint.objects.filter(pk__in=keys).select_related("community", "gathering__community")
    found = list(rows.select_for_update(of=("self",)).order_by("gathering__on", "pk"))
    for row in found:
        require(may_answer_for(facilitator, row))
        require(nobody_else_decides(facilitator.pk, Kind.JOINT, row.pk))
    return found
