"""What stewards are told of all people together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncWeek

from forum.people.models import Application, Person

Kind = Person.Kind


@dataclass(frozen=True, slots=True)
class PeopleFigures:
    """How many accounts are in use, and the rest by why they are not; `placeholders` are those nobody claimed."""

    accounts: int
    stewards: int
    shut_out: int
    left: int
    placeholders: int


def people_figures() -> PeopleFigures:
    """Everybody, counted in two queries. For stewards."""
    human = Q(kind=Kind.HUMAN)
    counted = Person.objects.aggregate(
        accounts=Count("pk", filter=human & Q(is_active=True)),
        stewards=Count("pk", filter=human & Q(is_active=True, is_steward=True)),
        inactive=Count("pk", filter=human & Q(is_active=False)),
        left=Count("pk", filter=Q(kind=Kind.FORMER)),
        placeholders=Count("pk", filter=Q(kind=Kind.PLACEHOLDER, became=None)),
    )
    not_let_in = Application.objects.exclude(state=Application.State.ACCEPTED)
    asked = not_let_in.filter(person__is_active=False, person__kind=Kind.HUMAN).count()
    shut_out = counted.pop("inactive") - asked
    return PeopleFigures(shut_out=shut_out, **counted)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait for an answer, and since when the first of them has."""

    number: int
    oldest_at: datetime | None


def applications_waiting() -> Waiting:
    """People who wait to be let into the network. For stewards."""
    rows = Application.objects.filter(state=Application.State.WAITING)
    found = rows.aggregate(number=Count("pk"), oldest_at=Min("created_at"))
    return Waiting(**found)


def joined_by_week(since: datetime) -> dict[date, int]:
    """How many people have joined the network, by the Monday (UTC) of the week. For stewards."""
    rows = Person.objects.filter(kind=Kind.HUMAN, joined_at__gte=since)
    weeks = rows.annotate(week=TruncWeek("joined_at", tzinfo=UTC)).values_list("week")
    return {week.date(): number for week, number in weeks.annotate(number=Count("pk")).order_by("week")}
