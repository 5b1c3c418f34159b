"""Everything that waits for somebody's decision, wherever they look after something, as one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from forum.communities.models import Community
from forum.core.claims import Kind
from forum.core.numbers import moment, whole_number
from forum.core.paging import cut
from forum.moderation.models import Claim
from forum.moderation.selectors.claims import Thing, claims_of
from forum.moderation.selectors.sources import SOURCES, By
from forum.people.models import Person

PAGE_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thing that waits, and since when. `row` has all that is shown of it and that its policies ask."""

    kind: Kind
    since: datetime
    row: Any

    @property
    def key(self) -> str:
        """As forms and addresses name it."""
        return f"{self.kind}-{self.row.pk}"


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Things that wait, what has waited longest first, and the cursor of the next page ("" on the last)."""

    things: list[Waiting]
    later: str


def what_waits(
    person: Person, *, community: Community | None = None, kind: Kind | None = None, after: str = ""
) -> QueuePage:
    """A page of what the person decides on; `after` is a cursor.

    Of one community everything that they may decide there; of all, what waits for them by roles of their own.
    """
    bound = _read_cursor(after)
    found: list[Waiting] = []
    for each in [kind] if kind else SOURCES:
        source = SOURCES[each]
        rows = source.rows(person, _by(community), community).filter(_behind(bound, each, source.since))
        found += [
            Waiting(each, getattr(row, source.since), row)
            for row in rows.order_by(source.since, "pk")[: PAGE_LENGTH + 1]
        ]
    found.sort(key=lambda one: (one.since, one.kind, one.row.pk))
    shown, has_more = cut(found, PAGE_LENGTH)
    return QueuePage(shown, _cursor(shown[-1]) if has_more else "")


def how_many_wait(person: Person, community: Community | None = None) -> dict[Kind, int]:
    """How many things of each kind there are. A query each."""
    by = _by(community)
    return {kind: source.rows(person, by, community).count() for kind, source in SOURCES.items()}


def waiting_thing(person: Person, kind: Kind, key: int) -> Waiting | None:
    """One thing that waits for the person, by whatever power; None where it does not, or not any more."""
    return waiting_things(person, [(kind, key)]).get((kind, key))


def waiting_things(person: Person, things: Iterable[Thing]) -> dict[Thing, Waiting]:
    """Those of the things that wait for the person, read together by kind."""
    keys: dict[Kind, list[int]] = defaultdict(list)
    for kind, key in things:
        keys[kind].append(key)
    found: dict[Thing, Waiting] = {}
    for kind, some in keys.items():
        source = SOURCES[kind]
        for row in source.rows(person, By.POWER, None).filter(pk__in=some):
            found[kind, row.pk] = Waiting(kind, getattr(row, source.since), row)
    return found


def claims_that_count(
    things: Iterable[Thing], *, reader_id: int, now: datetime | None = None
) -> dict[Thing, Claim]:
    """Who looks at each of these things now, and may decide on it still: who lost the right to keeps it from nobody.
    One query, and one for each other person who looks at things of a kind.
    """
    found = claims_of(things, now)
    held: dict[tuple[Kind, Person], list[int]] = defaultdict(list)
    for (kind, key), claim in found.items():
        if claim.person_id != reader_id:
            held[kind, claim.person].append(key)
    for (kind, holder), keys in held.items():
        still = SOURCES[kind].rows(holder, By.POWER, None).filter(pk__in=keys)
        for key in set(keys) - set(still.values_list("pk", flat=True)):
            del found[kind, key]
    return found


def _by(community: Community | None) -> By:
    return By.POWER if community else By.ROLES


def _cursor(last: Waiting) -> str:
    return f"{last.since.isoformat()}_{last.kind}_{last.row.pk}"


def _behind(bound: tuple[datetime, str, int] | None, kind: Kind, since: str) -> Q:
    """What comes after the bound in the order of moment, kind and id."""
    if bound is None:
        return Q()
    at, bound_kind, key = bound
    if kind == bound_kind:
        return Q(TupleGreaterThan(Tuple(since, "pk"), (at, key)))
    return Q(**{f"{since}__gte": at}) if kind > bound_kind else Q(**{f"{since}__gt": at})


def _read_cursor(text: str) -> tuple[datetime, str, int] | None:
    at, _, rest = text.partition("_")
    kind, _, key_text = rest.partition("_")
    when, key = moment(at), whole_number(key_text, digits=18)
    return None if when is None or key is None else (when, kind, key)
