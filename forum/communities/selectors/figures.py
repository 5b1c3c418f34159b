"""What stewards are told of all communities together, and of where people belong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Count, Exists, F, Min, OuterRef
from django.db.models.functions import TruncWeek

from forum.communities.models import Community, FoundingRequest, JoiningRequest, Membership, Role
from forum.people.models import Person
from forum.people.selectors.figures import Waiting

LONGEST_WAITING_SHOWN = 8


def memberships_by_person(person_ids: Iterable[int]) -> dict[int, int]:
    """How many communities each of these people belongs to, by their key. For stewards."""
    rows = Membership.objects.filter(person__in=list(person_ids)).values_list("person")
    return dict(rows.annotate(number=Count("pk")))


def memberships_for_stewards(person: Person) -> list[Membership]:
    """Where the person belongs, hidden and archived communities too, by name. For stewards."""
    rows = Membership.objects.filter(person=person).select_related("community")
    return list(rows.order_by("community__name"))


def communities_facilitated_alone(person: Person) -> list[Community]:
    """Communities in which nobody who can sign in facilitates but this person. For stewards."""
    mine = Membership.objects.filter(community=OuterRef("pk"), role=Role.FACILITATOR)
    others = mine.exclude(person=person).filter(person__is_active=True)
    rows = Community.objects.filter(Exists(mine.filter(person=person)), ~Exists(others), archived_at=None)
    return list(rows.order_by("name"))


def communities_by_visibility() -> dict[str, int]:
    """How many communities are in use, by visibility; those without any are left out. For stewards."""
    rows = Community.objects.filter(archived_at=None).order_by().values_list("visibility")
    return dict(rows.annotate(number=Count("pk")))


def archived_communities() -> int:
    """How many communities are archived. For stewards."""
    return Community.objects.exclude(archived_at=None).count()


def communities_to_choose() -> list[tuple[str, str]]:
    """Address and name of every community, hidden and archived ones too, by name. For stewards."""
    return list(Community.objects.order_by("name").values_list("slug", "name"))


def foundings_waiting() -> Waiting:
    """Communities that somebody proposes and nobody has decided about. For stewards."""
    rows = FoundingRequest.objects.filter(state=FoundingRequest.State.WAITING)
    return Waiting(**rows.aggregate(number=Count("pk"), oldest_at=Min("created_at")))


@dataclass(frozen=True, slots=True)
class Queueing:
    """A community in which people wait to be let in: how many, and since when the first of them has."""

    name: str
    slug: str
    hue: int
    number: int
    oldest_at: datetime


def longest_waiting() -> list[Queueing]:
    """The `LONGEST_WAITING_SHOWN` communities in which somebody has waited longest to join. For stewards."""
    waiting = JoiningRequest.objects.filter(
        state=JoiningRequest.State.WAITING, community__archived_at=None, person__is_active=True
    )
    rows = (
        waiting.values(name=F("community__name"), slug=F("community__slug"), hue=F("community__hue"))
        .annotate(number=Count("pk"), oldest_at=Min("created_at"))
        .order_by("oldest_at", "name")
    )
    return [Queueing(**row) for row in rows[:LONGEST_WAITING_SHOWN]]


def members_by_week(community: Community, since: datetime) -> dict[date, int]:
    """How many of its people have joined the community, by the Monday (UTC) of the week. For stewards."""
    rows = Membership.objects.filter(community=community, joined_at__gte=since)
    weeks = rows.annotate(week=TruncWeek("joined_at", tzinfo=UTC)).values_list("week")
    return {week.date(): number for week, number in weeks.annotate(number=Count("pk")).order_by("week")}
