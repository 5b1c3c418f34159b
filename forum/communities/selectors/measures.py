"""Measures: those that run, those of one person, and those that somebody looks after."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from forum.communities.models import Community, Measure, Rank
from forum.communities.selectors.standing import boards_moderated_by, role_in
from forum.core.asked_above import AskedAbove
from forum.people.actors import Actor, is_steward
from forum.people.models import Person

Kind = Measure.Kind
MOST_SHOWN = 100


def _no_boards(_actor: Actor, _community: Community, /) -> list[tuple[int, str]]:
    return []


def _no_names(_actor: Actor, _board_keys: set[int], /) -> dict[int, str]:
    return {}


def _never(_person: Person, _community: Community, /) -> bool:
    return False


# Boards live above. Ids and names of those of a community that somebody moderates; the names of those of these ids that
# somebody reads; and whether a person has written in a community.
boards_looked_after = AskedAbove(_no_boards)
names_of_boards = AskedAbove(_no_names)
has_written_in = AskedAbove(_never)


def rank_in(actor: Actor, community: Community, board_key: int | None = None) -> int:
    """As what the actor gives measures here, or on one board alone: a `Rank`, or 0."""
    if is_steward(actor):
        return Rank.STEWARD
    role = role_in(actor, community.pk)
    if role >= Rank.MODERATOR:
        return role
    return Rank.BOARD_MODERATOR if board_key in boards_moderated_by(actor) else 0


def running(now: datetime) -> Q:
    """The condition under which a measure holds."""
    return Q(lifted_at=None, replaced_by=None, ends_at__gt=now)


def running_in(person_id: int, community_id: int, now: datetime) -> list[Measure]:
    """What holds about the person in a community, on its boards too."""
    rows = Measure.objects.filter(running(now), person=person_id, community=community_id)
    return list(rows.order_by("ends_at", "pk"))


def running_suspension(person: Person, community: Community, now: datetime) -> Measure | None:
    """The suspension that holds about the person there, whether or not they belong."""
    return _running_of_kind(person, community, Kind.SUSPENSION, now)


def running_mute(
    person: Person, community: Community, now: datetime, board_key: int | None = None
) -> Measure | None:
    """The mute that holds about the person in the whole community, or on this board, whether or not they belong."""
    return _running_of_kind(person, community, Kind.MUTE, now, board_key)


def _running_of_kind(
    person: Person, community: Community, kind: Kind, now: datetime, board_key: int | None = None
) -> Measure | None:
    where = Q(board_key=None) if board_key is None else Q(board_key=None) | Q(board_key=board_key)
    rows = Measure.objects.filter(running(now), where, person=person, community=community, kind=kind)
    return rows.order_by("-ends_at").first()


def why_silent(person: Person, community: Community, board_keys: set[int]) -> Measure | None:
    """What keeps the person from writing in a community, or on all these boards of it; None where nothing does."""
    rows = [
        each
        for each in running_in(person.pk, community.pk, timezone.now())
        if each.board_key is None or each.board_key in board_keys
    ]
    return max(rows, key=lambda each: (each.kind == Kind.SUSPENSION, each.board_key is None), default=None)


def shut_out_by(person: Person, now: datetime) -> Measure | None:
    """By what the network is closed to the person, where that is so."""
    rows = Measure.objects.filter(running(now), person=person, community=None)
    return rows.order_by("-given_at").first()


def was_measured_in(person: Person, community: Community) -> bool:
    """True for who was given something there, however long ago. For those who look after the community."""
    return Measure.objects.filter(person=person, community=community).exists()


def ended_shutting_out(now: datetime) -> list[int]:
    """Ids of people for whom the network was closed for a while that is over, and who are not in yet."""
    rows = Measure.objects.filter(community=None, lifted_at=None, ends_at__lte=now, person__is_active=False)
    again = Measure.objects.filter(running(now), community=None, person=OuterRef("person"))
    ended = rows.exclude(Exists(again)).order_by("person")
    return list(ended.values_list("person", flat=True).distinct())


def with_people(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures with what pages and policies ask of them, the latest first."""
    found = rows.select_related("person", "community", "given_by", "lifted_by", "replaced_by")
    return found.order_by("-given_at", "-pk")


def measure_with(measure_id: int) -> Measure | None:
    """One of them, for policies to decide on."""
    return with_people(Measure.objects.filter(pk=measure_id)).first()


def own_measures(person: Person) -> list[Measure]:
    """All that were given to the person, the latest first."""
    return list(with_people(Measure.objects.filter(person=person))[:MOST_SHOWN])


def measures_looked_after(actor: Actor, person: Person, community: Community) -> list[Measure]:
    """Those of a person that the actor looks after in a community, the latest first. Twin: `may_see_measure`."""
    rows = Measure.objects.filter(person=person, community=community)
    if rank_in(actor, community) < Rank.MODERATOR:
        rows = rows.filter(board_key__in=boards_moderated_by(actor))
    return list(with_people(rows)[:MOST_SHOWN])
