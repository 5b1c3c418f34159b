"""What people do with practice notes: who drafts, publishes and reads them, and who answers for a quote."""

from __future__ import annotations

from typing import Any

from forum.chat.models import Message
from forum.gatherings.models import Gathering
from forum.moderation.models import Case, Report
from forum.repertoire.models import PracticeNote, Quote
from tests.factories import make_member, make_person
from tests.forum.gatherings.going_on import begun
from tests.forum.repertoire.noted import drafted, highlighted, published
from tests.rights.acts import doing, opening, reading
from tests.rights.places import Place
from tests.rights.roles import moderates, nobody, reads, reads_signed_in, shapes, signed_in


def _highlighted(place: Place) -> None:
    gathering = begun(place.facilitator, place.community)
    speaker = make_member(place.community, make_person("Speaker"))
    highlighted(place.facilitator, speaker, gathering, "Ten slow breaths.")


def _drafted(place: Place) -> None:
    _highlighted(place)
    gathering = Gathering.objects.get()
    drafted(place.facilitator, gathering, Message.objects.get(room__gathering=gathering))


def _published(place: Place) -> None:
    _drafted(place)
    published(place.facilitator, PracticeNote.objects.get())


def _highlight(_place: Place) -> list[Any]:
    gathering = Gathering.objects.get()
    return [gathering.pk, Message.objects.get(room__gathering=gathering).pk]


def _community(place: Place) -> list[Any]:
    return [place.community.slug]


def _note(_place: Place) -> list[Any]:
    return [PracticeNote.objects.get().pk]


def _quote(_place: Place) -> list[Any]:
    return [Quote.objects.get().pk]


def _quote_in_note(_place: Place) -> list[Any]:
    quote = Quote.objects.get()
    return [quote.note_id, quote.pk]


def _new(place: Place) -> dict[str, Any]:
    return {"target": f"new-{place.community.pk}", "title": "Waiting"}


def _words(_place: Place) -> dict[str, Any]:
    return {"title": "Waiting longer", "source": "We wait.", "seen": "1", "keep": "1"}


def _reported(place: Place) -> None:
    _published(place)
    case = Case.objects.create(practice_note=PracticeNote.objects.get())
    Report.objects.create(case=case, reporter=place.member, reason="unkind")


def _case(_place: Place) -> list[Any]:
    return [Case.objects.get().pk]


def _unkind(_place: Place) -> dict[str, Any]:
    return {"reason": "unkind"}


def _to_publish(place: Place) -> dict[str, Any]:
    return _words(place) | {"publish": "1"}


def _reason(_place: Place) -> dict[str, Any]:
    return {"reason": "It is out of date."}


def _no(_place: Place) -> dict[str, Any]:
    return {"answer": "declined"}


KEEPING_PRACTICE = [
    reading("see what a community has learned", reads, "community-repertoire", _community),
    opening("read a practice note", reads, "practice-note", _note, before=_published),
    opening("read the draft of a practice note", shapes, "practice-note", _note, before=_drafted),
    opening(
        "see how a highlight becomes a note", shapes, "practice-note-draft", _highlight, before=_highlighted
    ),
    doing("draft a practice note", shapes, "practice-note-draft", _highlight, _new, before=_highlighted),
    opening("see the words of a note to change them", shapes, "practice-note-edit", _note, before=_published),
    doing("change a practice note", shapes, "practice-note-edit", _note, _words, before=_drafted),
    doing("publish a practice note", shapes, "practice-note-edit", _note, _to_publish, before=_drafted),
    doing("withdraw a practice note", shapes, "practice-note-withdraw", _note, _reason, before=_published),
    doing(
        "report a practice note", reads_signed_in, "practice-note-report", _note, _unkind, before=_published
    ),
    opening("see what was reported of a practice note", moderates, "case", _case, before=_reported),
    doing("let a reported practice note stand", moderates, "case-keep", _case, _reason, before=_reported),
    doing("take a reported practice note down", moderates, "case-remove", _case, _reason, before=_reported),
    doing("quote something no more", shapes, "quote-take-out", _quote_in_note, before=_drafted),
    reading("see where one is quoted", signed_in, "own-quotes", lambda _place: []),
    doing("answer for what somebody else said", nobody, "quote-answer", _quote, _no, before=_drafted),
]
