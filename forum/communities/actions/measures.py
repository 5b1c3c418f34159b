"""Warning, muting and suspending someone in a community, and lifting that early."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.log import note_change
from forum.communities.actions.standing import keep_standing
from forum.communities.events import MeasureGiven, MeasureLifted, MeasureOverturned, MeasureReplaced
from forum.communities.models import Community, Measure, Verb
from forum.communities.models.measures import LONGEST_REASON
from forum.communities.policies.measures import (
    may_change,
    may_lift,
    may_overturn,
    may_suspend,
    may_warn_or_mute,
)
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.communities.selectors.measures import boards_looked_after, measure_with, rank_in, running_in
from forum.core.ends import require_end
from forum.core.events import Event, publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, Refused, Verdict, require
from forum.core.words import on_one_line
from forum.people.models import Person

Kind = Measure.Kind
_VERBS = {Kind.WARNING: Verb.WARNED, Kind.MUTE: Verb.MUTED, Kind.SUSPENSION: Verb.SUSPENDED}


@transaction.atomic
def warn_person(
    *,
    moderator: Person,
    person: Person,
    community: Community,
    reason: str,
    board_key: int | None = None,
    now: datetime | None = None,
) -> Measure:
    """Tell someone that something must not happen again; they go on as before. Raises Refused, Invalid or TooMany."""
    community = _held(moderator, person, community)
    require(may_warn_or_mute(moderator, community, person, board_key))
    fresh = Measure(person=person, community=community, board_key=board_key, kind=Kind.WARNING)
    return _give(fresh, moderator, reason, now or timezone.now())


@transaction.atomic
def mute_person(
    *,
    moderator: Person,
    person: Person,
    community: Community,
    reason: str,
    ends_at: datetime,
    board_key: int | None = None,
    now: datetime | None = None,
) -> Measure:
    """Let someone read and not write, here or on one board. It takes the place of a mute that runs there.

    Raises Refused, Invalid or TooMany.
    """
    community = _held(moderator, person, community)
    require(may_warn_or_mute(moderator, community, person, board_key))
    kind = Kind.MUTE
    fresh = Measure(person=person, community=community, board_key=board_key, kind=kind, ends_at=ends_at)
    return _give(fresh, moderator, reason, now or timezone.now())


@transaction.atomic
def suspend_person(
    *,
    moderator: Person,
    person: Person,
    community: Community,
    reason: str,
    ends_at: datetime,
    now: datetime | None = None,
) -> Measure:
    """Let someone's membership grant nothing, or nobody join who has left. Raises Refused, Invalid or TooMany."""
    community = _held(moderator, person, community)
    require(may_suspend(moderator, community, person))
    fresh = Measure(person=person, community=community, kind=Kind.SUSPENSION, ends_at=ends_at)
    return _give(fresh, moderator, reason, now or timezone.now())


@transaction.atomic
def lift_measure(*, moderator: Person, measure: Measure, why: str, now: datetime | None = None) -> Measure:
    """End a measure before its time, or take a warning back. Raises Refused, Invalid or TooMany."""
    return _lift(moderator, measure, why, now or timezone.now(), may_lift, MeasureLifted)


@transaction.atomic
def overturn_measure(
    *, moderator: Person, measure: Measure, why: str, now: datetime | None = None
) -> Measure:
    """The same as what somebody decides who was asked to look at it again; they tell the person themselves."""
    return _lift(moderator, measure, why, now or timezone.now(), may_overturn, MeasureOverturned)


def _lift(
    moderator: Person,
    measure: Measure,
    why: str,
    moment: datetime,
    may: Callable[[Person, Measure], Verdict],
    told: Callable[..., Event],
) -> Measure:
    if measure.community is not None:
        _held(moderator, measure.person, measure.community)
    found = measure_with(measure.pk)
    if found is None:
        raise Refused(_("There is no such measure."))
    require(may(moderator, found))
    found.lifted_why = _said(why, field="why")
    spend(TENDING, moderator.pk)
    found.lifted_by, found.lifted_at = moderator, moment
    found.save(update_fields=["lifted_by", "lifted_at", "lifted_why"])
    assert found.community is not None
    keep_standing(found.person, found.community.pk, now=moment)
    _note(Verb.MEASURE_LIFTED, moderator, found, found.lifted_why, moment)
    publish(told(measure_id=found.pk, community_id=found.community.pk, person_id=found.person_id))
    return found


def _held(moderator: Person, person: Person, community: Community) -> Community:
    """The community, and who both are in it, as they stay until the transaction ends: two measure one after the other,
    and nobody joins or posts meanwhile.
    """
    locked = locked_community(community.pk)
    lock_standing(moderator, [locked.pk])
    lock_standing(person, [locked.pk])
    return locked


def _give(fresh: Measure, moderator: Person, reason: str, moment: datetime) -> Measure:
    assert fresh.community is not None
    fresh.reason = _said(reason, field="reason")
    if fresh.ends_at is not None:
        require_end(fresh.ends_at, now=moment)
    replaced = [row for row in _same_running(fresh, moment) if fresh.ends_at is not None]
    for row in replaced:
        require(may_change(moderator, row))
    spend(TENDING, moderator.pk)
    fresh.given_by, fresh.given_at = moderator, moment
    fresh.given_as = rank_in(moderator, fresh.community, fresh.board_key)
    fresh.save()
    for row in replaced:
        row.replaced_by = fresh
        row.save(update_fields=["replaced_by"])
        publish(MeasureReplaced(measure_id=row.pk))
    keep_standing(fresh.person, fresh.community.pk, now=moment)
    _note(_VERBS[Kind(fresh.kind)], moderator, fresh, fresh.reason, moment)
    publish(MeasureGiven(measure_id=fresh.pk, community_id=fresh.community.pk, person_id=fresh.person_id))
    return fresh


def _same_running(fresh: Measure, moment: datetime) -> list[Measure]:
    """What runs of the same kind at the same place."""
    assert fresh.community is not None
    rows = running_in(fresh.person_id, fresh.community.pk, moment)
    same = [row for row in rows if (row.kind, row.board_key) == (fresh.kind, fresh.board_key)]
    for row in same:
        row.person, row.community = fresh.person, fresh.community
    return same


def _said(reason: str, *, field: str) -> str:
    words = on_one_line(reason, most=LONGEST_REASON, field=field)
    if not words:
        raise Invalid(_("Say why, in a sentence: the person reads that."), field=field)
    return words


def _note(verb: Verb, moderator: Person, measure: Measure, reason: str, moment: datetime) -> None:
    """A line in the log: who, whom, where, until when and why."""
    assert measure.community is not None
    details = {"kind": str(measure.kind), "until": measure.ends_at.isoformat() if measure.ends_at else ""}
    boards = dict(boards_looked_after(moderator, measure.community))
    about = boards.get(measure.board_key, "") if measure.board_key is not None else ""
    note_change(
        verb, by=moderator, community=measure.community, person=measure.person, about=about,
        board_key=measure.board_key, details=details, reason=reason, now=moment,
    )  # fmt: skip
