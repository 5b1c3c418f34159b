"""What is quoted in practice notes, and by whom it was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from forum.chat.models import Message
from forum.communities.models import Community, Role
from forum.communities.selectors.reach import reach_of
from forum.communities.selectors.standing import communities_where
from forum.core.numbers import moment, whole_number
from forum.core.paging import cursor_text, cut, read_cursor
from forum.gatherings.models import Gathering, Host
from forum.gatherings.selectors.gatherings import gatherings_seen_by
from forum.people.actors import Actor, is_person
from forum.people.models import Person
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.models.quotes import AGREEING
from forum.repertoire.selectors.notes import in_care_within, notes_read_by

PAGE_LENGTH = 20
_NO = Value(False, BooleanField())


@dataclass(frozen=True, slots=True)
class QuotePage:
    """A page of quotes, and the cursor of the next one ("" on the last)."""

    quotes: list[Quote]
    older: str


_ASKED_THEN_AGREED = Case(
    When(consent=Quote.Consent.ASKED, then=0),
    When(consent=Quote.Consent.DECLINED, then=2),
    default=1,
    output_field=SmallIntegerField(),
)


def _with_message(rows: QuerySet[Quote]) -> QuerySet[Quote]:
    return rows.select_related("message__author", "message__room", "note", "community")


def quotes_in(note: PracticeNote) -> list[Quote]:
    """All quotes of a note in the order in which they were added, whatever their authors have answered."""
    return list(_with_message(Quote.objects.filter(note=note)).order_by("pk"))


def quote_of(person: Person, quote_id: int) -> Quote | None:
    """A quote of what this person said; nobody else answers for it."""
    return _with_message(Quote.objects.filter(pk=quote_id, message__author=person)).first()


def quote_as_it_is(quote_id: int) -> Quote | None:
    """A quote for an action that has it locked."""
    return _with_message(Quote.objects.filter(pk=quote_id)).first()


def quotes_asked_of(person: Person, after: str = "") -> QuotePage:
    """A page of where words of this person stand or may: what waits for an answer first, then what they agreed to.
    Words that are gone are not among them. `after` is a page's `older`.
    """
    rows: QuerySet[Any] = _with_message(
        Quote.objects.filter(message__author=person, message__removed_at=None)
    )
    rows = rows.annotate(turn=_ASKED_THEN_AGREED)
    turn_text, _, rest = after.partition(".")
    turn, bound = whole_number(turn_text, digits=1), read_cursor(rest, moment)
    if turn is not None and bound is not None:
        within = Q(TupleLessThan(Tuple(F("asked_at"), F("pk")), bound), turn=turn)
        rows = rows.filter(within | Q(turn__gt=turn))
    shown, has_more = cut(rows.order_by("turn", "-asked_at", "-pk"), PAGE_LENGTH)
    last = shown[-1] if has_more else None
    return QuotePage(shown, f"{last.turn}.{cursor_text(last.asked_at, last.pk)}" if last is not None else "")


def quote_with(quote_id: int) -> Quote:
    """A quote, for those who are told of it. Raises Quote.DoesNotExist."""
    return Quote.objects.select_related("message", "community", "note").get(pk=quote_id)


def quotes_of_messages(messages: Iterable[Message]) -> list[Quote]:
    """Where these messages are quoted, with the notes."""
    rows = Quote.objects.filter(message__in=[each.pk for each in messages])
    sessions = Gathering.objects.prefetch_related(Prefetch("hosts", Host.objects.all()))
    return list(rows.select_related("note__community").prefetch_related(Prefetch("note__session", sessions)))


def quotes_known_to(actor: Actor, messages: Iterable[Message], communities: Iterable[Community]) -> list[Any]:
    """Where these messages are quoted, or may be, in notes that the actor looks after (`is_in_care`), in published ones
    that they read (`is_read`), or in those of the communities; with the notes, in their order. One query.
    """
    cared = in_care_within(reach_of(actor), communities_where(actor, Role.FACILITATOR))
    in_care = Exists(PracticeNote.objects.filter(cared, pk=OuterRef("note"))) if is_person(actor) else _NO
    is_read = Exists(notes_read_by(actor).filter(state=PracticeNote.State.PUBLISHED, pk=OuterRef("note")))
    rows: QuerySet[Any] = Quote.objects.filter(message__in=[each.pk for each in messages])
    rows = rows.annotate(is_in_care=in_care, is_read=is_read).filter(
        Q(is_in_care=True) | Q(is_read=True) | Q(community__in=[each.pk for each in communities])
    )
    return list(rows.select_related("community", "message", "note__drafted_by").order_by("pk"))


def quotes_agreed_to(person_id: int) -> QuerySet[Quote]:
    """Quotes of what this person said that they have ever let stand. Twin: `policies.quotes.was_agreed_to`."""
    agreed = Q(consent__in=AGREEING) | Q(was_agreed=True)
    return Quote.objects.filter(agreed, message__author=person_id)


def sessions_of(actor: Actor, quotes: Iterable[Quote]) -> dict[int, Gathering]:
    """The sessions in which they were said that the actor may see, by the id of their room. One query."""
    rooms = {quote.message.room_id for quote in quotes if quote.message is not None}
    rows = gatherings_seen_by(actor).filter(room__in=rooms) if rooms else ()
    return {row.room_id: row for row in rows if row.room_id is not None}


def quotes_waiting_for(person_id: int) -> list[int]:
    """Ids of quotes about which this person is asked and has not answered."""
    rows = Quote.objects.filter(message__author=person_id, consent=Quote.Consent.ASKED)
    return list(rows.order_by("pk").values_list("pk", flat=True))
