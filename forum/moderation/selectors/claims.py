"""Who looks at what waits, and what those who decide on it have said of it to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from forum.core.claims import Kind
from forum.moderation.models import Claim, Remark
from forum.moderation.models.claims import CLAIMED_FOR

Thing = tuple[Kind, int]  # what it is, and the id of its row


def claims_of(things: Iterable[Thing], now: datetime | None = None) -> dict[Thing, Claim]:
    """Who looks at each of these things now; those at which nobody looks are not in it. One query."""
    since = (now or timezone.now()) - CLAIMED_FOR
    rows = Claim.objects.filter(_about(things), claimed_at__gt=since).select_related("person")
    return {(Kind(row.kind), row.thing): row for row in rows}


def claim_of(kind: Kind, thing: int, now: datetime | None = None) -> Claim | None:
    """Who looks at one of them."""
    return claims_of([(kind, thing)], now).get((kind, thing))


def remarks_on(things: Iterable[Thing]) -> Mapping[Thing, list[Remark]]:
    """What was said of each of these things, the earliest first. For those who decide on them. One query."""
    found: dict[Thing, list[Remark]] = defaultdict(list)
    rows = Remark.objects.filter(_about(things)).select_related("author").order_by("written_at", "pk")
    for row in rows:
        found[Kind(row.kind), row.thing].append(row)
    return found


def _about(things: Iterable[Thing]) -> Q:
    keys: dict[Kind, list[int]] = defaultdict(list)
    for kind, key in things:
        keys[kind].append(key)
    conditions = [Q(kind=kind, thing__in=found) for kind, found in keys.items()]
    return reduce(or_, conditions, Q(pk__in=[]))


def remarks_by(person_id: int) -> list[Remark]:
    """What the person has said, the earliest first. For their own copy."""
    return list(Remark.objects.filter(author=person_id).order_by("pk"))
