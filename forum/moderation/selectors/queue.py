"""Everything that waits for somebody's decision, wherever they look after something, as one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from forum.communities.models import Community
from forum.communities.selectors.joining import asking_anywhere, asking_facilitator
from forum.communities.selectors.reach import Reader, ReaderKind, reach_of
from forum.core.claims import Kind
from forum.core.numbers import moment, whole_number
from forum.core.paging import cut
from forum.crossposting.selectors import placements
from forum.crossposting.selectors.homes import changes_asked_of
from forum.discussions.selectors import holding
from forum.moderation.models import Appeal
from forum.moderation.selectors.appeals import appeals_by_role, appeals_for, appeals_in
from forum.moderation.selectors.appeals import with_all as with_all_of_appeals
from forum.moderation.selectors.cases import in_community, open_cases, open_cases_by_role, with_all
from forum.people.actors import is_steward
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


class By(Enum):
    """As what somebody decides: by roles of their own, or by whatever power they have, that of stewards too."""

    ROLES = "roles"
    POWER = "power"


def _reader(person: Person, by: By) -> Reader:
    return person if by == By.POWER else replace(reach_of(person), kind=ReaderKind.PERSON)


def _held(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    rows = holding.with_context(holding.waiting_for(_reader(person, by)))
    return rows.filter(board__community=community) if community else rows


def _carried(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    reader = _reader(person, by)
    return placements.waiting_rows(reader, community) if community else placements.waiting_for(reader)


def _homes(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    return changes_asked_of(_reader(person, by), community)


def _asking(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    rows = asking_anywhere() if by == By.POWER and is_steward(person) else asking_facilitator(person)
    return rows.filter(community=community) if community else rows


def _reported(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    rows = with_all(open_cases(person) if by == By.POWER else open_cases_by_role(person))
    return rows.filter(in_community(community)) if community else rows


def _appeals(person: Person, by: By, community: Community | None) -> QuerySet[Any]:
    """Whoever decided first is not asked, which no condition on rows says: so these are named by their ids."""
    if community is not None:
        found = appeals_in(person, community)
    else:
        found = appeals_for(person) if by == By.POWER else appeals_by_role(person)
    return with_all_of_appeals(Appeal.objects.filter(pk__in=[appeal.pk for appeal in found]))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where things of one kind come from, and the column that says since when they wait."""

    rows: Callable[[Person, By, Community | None], QuerySet[Any]]
    since: str


_SOURCES: dict[Kind, _Source] = {
    Kind.HELD: _Source(_held, "created_at"),
    Kind.CARRIED: _Source(_carried, "proposed_at"),
    Kind.HOME: _Source(_homes, "created_at"),
    Kind.ASKING: _Source(_asking, "created_at"),
    Kind.REPORTED: _Source(_reported, "opened_at"),
    Kind.APPEAL: _Source(_appeals, "asked_at"),
}


def what_waits(
    person: Person, *, community: Community | None = None, kind: Kind | None = None, after: str = ""
) -> QueuePage:
    """A page of what the person decides on; `after` is a cursor.

    Of one community everything that they may decide there; of all, what waits for them by roles of their own.
    """
    bound = _read_cursor(after)
    found: list[Waiting] = []
    for each in [kind] if kind else _SOURCES:
        source = _SOURCES[each]
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
    return {kind: source.rows(person, by, community).count() for kind, source in _SOURCES.items()}


def waiting_thing(person: Person, kind: Kind, key: int) -> Waiting | None:
    """One thing that waits for the person, by whatever power; None where it does not, or not any more."""
    source = _SOURCES[kind]
    row = source.rows(person, By.POWER, None).filter(pk=key).first()
    return Waiting(kind, getattr(row, source.since), row) if row is not None else None


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
