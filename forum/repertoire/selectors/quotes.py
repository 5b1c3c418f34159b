"""What is quoted in practice notes, and by whom it was said."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Prefetch, QuerySet, SmallIntegerField, When

from forum.chat.models import Message
from forum.gatherings.models import Gathering, Host
from forum.gatherings.selectors.gatherings import gatherings_seen_by
from forum.people.actors import Actor
from forum.people.models import Person
from forum.repertoire.models import PracticeNote, Quote

MOST_OWN = 300
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


def quotes_asked_of(person: Person) -> list[Quote]:
    """Where words of this person stand or may stand: what waits for an answer first, then what they agreed to. Words
    that are gone are not among them.
    """
    rows = _with_message(Quote.objects.filter(message__author=person, message__removed_at=None))
    return list(rows.order_by(_ASKED_THEN_AGREED, "-asked_at", "-pk")[:MOST_OWN])


def quote_with(quote_id: int) -> Quote:
    """A quote, for those who are told of it. Raises Quote.DoesNotExist."""
    return Quote.objects.select_related("message", "community").get(pk=quote_id)


def quotes_of_messages(messages: Iterable[Message]) -> list[Quote]:
    """Where these messages are quoted, with the notes."""
    rows = Quote.objects.filter(message__in=[each.pk for each in messages])
    sessions = Gathering.objects.prefetch_related(Prefetch("hosts", Host.objects.all()))
    return list(rows.select_related("note__community").prefetch_related(Prefetch("note__session", sessions)))


def sessions_of(actor: Actor, quotes: Iterable[Quote]) -> dict[int, Gathering]:
    """The sessions in which they were said that the actor may see, by the id of their room. One query."""
    rooms = {quote.message.room_id for quote in quotes if quote.message is not None}
    rows = gatherings_seen_by(actor).filter(room__in=rooms) if rooms else ()
    return {row.room_id: row for row in rows if row.room_id is not None}


def quotes_waiting_for(person_id: int) -> list[int]:
    """Ids of quotes about which this person is asked and has not answered."""
    rows = Quote.objects.filter(message__author=person_id, consent=Quote.Consent.ASKED)
    return list(rows.order_by("pk").values_list("pk", flat=True))
