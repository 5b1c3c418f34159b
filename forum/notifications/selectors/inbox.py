"""What waits in somebody's inbox, as far as they may still see what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from forum.communities.models import Role
from forum.communities.selectors.reach import Reach, ReaderQuery, reach_of
from forum.communities.selectors.reading import communities_known_to
from forum.communities.selectors.standing import communities_where
from forum.core.numbers import moment
from forum.core.paging import cursor_text, cut, read_cursor
from forum.discussions.models import ReadPosition
from forum.discussions.selectors.removed import titles_told
from forum.notifications.kinds import KINDS, TALK, Kind
from forum.notifications.models import Notice
from forum.notifications.sentences import topic_of
from forum.people.models import Person

PAGE_LENGTH = 30
MOST_COUNTED = 100
_WITH = (
    "post__topic", "post__author", "held__topic", "case__post__topic", "placement__topic",
    "home_change__topic", "joining__community", "community", "board__community",
    "measure__community", "appeal__person", "gathering", "joint__gathering", "joint__community", "message",
    "question", "appeal__question",
    "quote__note", "quote__message__author",
)  # fmt: skip
_WITHOUT = (
    "post__source",
    "post__html",
    "held__source",
    "case__post__source",
    "case__post__html",
    "appeal__words",
    "message__source",
    "message__html",
    "question__words",
    "appeal__question__words",
    "quote__message__source",
    "quote__message__html",
    "quote__note__source",
    "quote__note__html",
)


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of an inbox, newest first; each notice with `is_unread`. `older` is the cursor of the next page.

    `titles` are those of the topics that the reader may be told, by id.
    """

    notices: list[Notice] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)
    older: str = ""


def unread_notices(person: Person) -> int:
    """How many notices wait, counted up to `MOST_COUNTED`. One known query."""
    return len(_unread(person, communities_where(person, Role.FACILITATOR)))


def notices_of(person: Person, *, after: str = "") -> NoticePage:
    """A page of what the person is told of. Three queries."""
    return _page(person, notices_seen_by(person), after)


def unread_notices_of(person: Person, *, after: str = "") -> NoticePage:
    """The same of what is unread alone."""
    return _page(person, notices_seen_by(person).filter(is_unread=True), after)


def notice_of(person: Person, notice_id: int) -> Notice | None:
    """One of their notices, if they may still see what it is about."""
    return _seen_of(person, Notice.objects.filter(recipient=person, pk=notice_id)).first()


def notices_seen_by(person: Person) -> QuerySet[Any]:
    """All that the person may still see, with what sentences are made of, `is_unread`, and `is_place_known`: whether
    they may know of the community of the measure that it is about.
    """
    return _seen_of(person, Notice.objects.filter(recipient=person))


def _seen_of(person: Person, own: QuerySet[Notice]) -> QuerySet[Any]:
    """Those of the person's own notices that they may still see. Asked about the kinds alone that are among them: to
    put all conditions of all kinds together takes many times longer than to ask for kinds and then for notices.
    """
    reach = reach_of(person)
    names = set(own.order_by().values_list("kind", flat=True).distinct())
    kinds = [kind for kind in KINDS.values() if kind.name in names]
    within = _seen_within(reach, communities_where(person, Role.FACILITATOR), kinds)
    known = Q(measure__community__in=communities_known_to(reach))
    answers = {"is_unread": _whether(_waits(reach, kinds)), "is_place_known": _whether(known)}
    shown: QuerySet[Any] = own.filter(within).select_related(*_WITH).defer(*_WITHOUT).annotate(**answers)
    return shown


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _page(person: Person, rows: QuerySet[Any], after: str) -> NoticePage:
    bound = read_cursor(after, moment)
    if bound is not None:
        rows = rows.filter(TupleLessThan(Tuple(F("created_at"), F("pk")), bound))
    shown, has_more = cut(rows.order_by("-created_at", "-pk"), PAGE_LENGTH)
    older = cursor_text(shown[-1].created_at, shown[-1].pk) if has_more else ""
    return NoticePage(shown, titles_for(person, shown), older)


def titles_for(person: Person, notices: list[Notice]) -> dict[int, str]:
    """The titles of their topics that the person may be told, by id. One query."""
    return titles_told(person, {topic.pk for each in notices if (topic := topic_of(each)) is not None})


def _seen_within(reach: Reach, facilitated: list[int], kinds: Iterable[Kind]) -> Q:
    """The condition on notices of these kinds that their reader may still see; each kind says who may see its own."""
    names = defaultdict(list)
    for kind in kinds:
        names[kind.still].append(kind.name)
    seen = Q(pk__in=[])
    for still, alike in names.items():
        seen |= Q(kind__in=alike) & still(reach, facilitated)
    return Q(recipient=reach.person_id) & seen


def _waits(reach: Reach, kinds: Iterable[Kind]) -> Q:
    """The condition on notices of these kinds that are unread: not opened, not seen where they stand, and not over."""
    waits = Q(read_at=None) & ~(Q(kind__in=TALK) & Q(Exists(_has_seen_post(reach.person_id))))
    for kind in kinds:
        if kind.over is not None:
            waits &= ~(Q(kind=kind.name) & kind.over)
    return waits


def _has_seen_post(person_id: int) -> QuerySet[ReadPosition]:
    seen = Func(F("seen"), OuterRef("post__number"), template="(%(expressions)s)", arg_joiner=" @> ")
    seen.output_field = BooleanField()
    return ReadPosition.objects.filter(seen, person=person_id, topic=OuterRef("post__topic"))


_unread = ReaderQuery(
    lambda reach, facilitated: (
        Notice.objects.filter(_seen_within(reach, facilitated, KINDS.values()))
        .filter(_waits(reach, KINDS.values()))
        .order_by()
        .values_list("pk")[:MOST_COUNTED]
    )
)
