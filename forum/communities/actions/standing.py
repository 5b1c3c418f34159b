"""Keeps memberships saying what runs of measures: the one place that writes the columns which policies read."""

from __future__ import annotations

from datetime import datetime

from forum.communities.models import Community, Measure, Membership
from forum.communities.selectors.measures import running_in
from forum.communities.selectors.standing import forget_memberships
from forum.people.models import Person

Kind = Measure.Kind


def keep_standing(person: Person, community_id: int, *, now: datetime) -> None:
    """Let the person's membership say what runs now. Part of an action that holds the community.

    Whoever does not belong has nothing to write on; it is done when they come back.
    """
    rows = running_in(person.pk, community_id, now)
    boards: dict[str, str] = {}
    for row in rows:  # by their end: the last one holds longest
        if row.board_key is not None and row.kind == Kind.MUTE and row.ends_at is not None:
            boards[str(row.board_key)] = row.ends_at.isoformat()
    Membership.objects.filter(person=person, community=community_id).update(
        muted_until=_latest(rows, Kind.MUTE),
        suspended_until=_latest(rows, Kind.SUSPENSION),
        boards_muted=boards,
    )
    forget_memberships(person)


def _latest(rows: list[Measure], kind: Kind) -> datetime | None:
    ends = [row.ends_at for row in rows if row.kind == kind and row.board_key is None and row.ends_at]
    return max(ends, default=None)


def hold_again(person: Person, community: Community, *, now: datetime) -> None:
    """Let what runs hold at once for who has just become a member. Part of whatever lets them in."""
    if running_in(person.pk, community.pk, now):
        keep_standing(person, community.pk, now=now)


def hand_on_measures(*, community: Community, from_id: int, to_id: int, now: datetime) -> None:
    """Let measures about one board be about another one instead. Part of an action that has asked who may."""
    rows = Measure.objects.filter(community=community, board_key=from_id)
    people = list(Person.objects.filter(pk__in=rows.values("person")).order_by("pk"))
    rows.update(board_key=to_id)
    for person in people:
        keep_standing(person, community.pk, now=now)


def forget_why(*, person_id: int) -> None:
    """That something was given stays, for it is counted; why it was goes with the person. Part of leaving."""
    Measure.objects.filter(person=person_id).update(reason="", lifted_why="")
