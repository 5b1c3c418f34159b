"""Sessions that are near, in one query, for pages that everybody opens all day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from forum.communities.models import Community, Role
from forum.communities.selectors.standing import communities_where
from forum.core.known_queries import KnownQuery, among
from forum.gatherings.models import Coming, Gathering, Joint
from forum.gatherings.selectors.gatherings import TO_COME
from forum.people.actors import Actor, is_person
from forum.people.models import Person

SHOWN = 3
SOON = timedelta(days=7)


def next_in(reader: Actor, community: Community, *, now: datetime) -> list[Gathering]:
    """The next announced sessions of a community that the reader may read, `answer` being theirs ("" for none)."""
    return _next_in(community.pk, reader.pk if is_person(reader) else 0, now)


def soon_for(person: Person, *, now: datetime) -> list[Gathering]:
    """Those of the coming week in all communities to which the person belongs, each with their `answer`."""
    mine = communities_where(person, Role.GUEST)
    return _soon_for(mine, person.pk, now, now + SOON) if mine else []


def _next_among(here: Q, joined: QuerySet[Joint, Any], person_id: int, now: datetime) -> QuerySet[Gathering]:
    agreed = joined.filter(state=Joint.State.AGREED).values("gathering")
    answer = Coming.objects.filter(gathering=OuterRef("pk"), person=person_id).values("state")
    rows = Gathering.objects.filter(here | Q(pk__in=agreed), state__in=TO_COME, ends_at__gt=now)
    rows = rows.filter(community__archived_at=None)  # nobody leads those any more, nor comes
    return (
        rows.filter(~Exists(_earlier_of_series(now)))
        .annotate(answer=Subquery(answer))
        .order_by("starts_at", "pk")
    )


def _earlier_of_series(now: datetime) -> QuerySet[Gathering]:
    """Of a series the next session is shown alone."""
    to_come = Gathering.objects.filter(state__in=TO_COME, ends_at__gt=now)
    return to_come.filter(series=OuterRef("series"), starts_at__lt=OuterRef("starts_at"))


_next_in = KnownQuery(
    lambda community_id, person_id, now: _next_among(
        Q(community=community_id), Joint.objects.filter(community=community_id), person_id, now
    )[:SHOWN]
)
_soon_for = KnownQuery(
    lambda mine, person_id, now, until: _next_among(
        Q(among("community_id", mine)), Joint.objects.filter(among("community_id", mine)), person_id, now
    ).filter(starts_at__lt=until)[:SHOWN]
)
