"""Lets hosts of the demo network keep what was said in a session as practice notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from forum.chat.actions.highlighting import highlight_message
from forum.chat.models import Message
from forum.demo.described_sessions import ToldSession
from forum.gatherings.models import Gathering
from forum.gatherings.selectors.gatherings import with_all
from forum.moderation.actions.reporting import report_practice_note
from forum.people.models import Person
from forum.repertoire.actions.answering import answer_for_quote, edition_of_quote
from forum.repertoire.actions.drafting import Target, draft_from_highlight
from forum.repertoire.actions.tending import NoteWords, publish_note
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.selectors.quotes import quotes_in

LATER = timedelta(hours=2)


def keep_practice_as_told(
    note: Mapping[str, Any], session: ToldSession, people: Mapping[str, Person], *, now: datetime
) -> None:
    """A highlight becomes a note: asked about and answered, written and published, and reported, as far as is told."""
    host, handle = people[session.by], session.said[note["line"] - 1].split(": ", 1)[0]
    gathering = with_all(Gathering.objects.all()).get(title=session.title)
    message = _said(gathering, session.said[note["line"] - 1].split(": ", 1)[1])
    highlight_message(host=host, message=message, now=now - LATER)
    made = draft_from_highlight(
        host=host, gathering=gathering, message=_said(gathering, message.source), now=now - LATER,
        target=Target(gathering.community, title=note["title"]),
    )  # fmt: skip
    if "answer" in note:
        _answer(people[handle], quotes_in(made)[0], note["answer"], now - LATER / 2)
    if "words" in note:
        _publish(host, made, note["words"], now - LATER / 3)
    if "reported" in note:
        report_practice_note(
            reporter=people[note["reported"]["by"]], note=made, reason=note["reported"]["reason"],
            words=note["reported"]["words"], now=now - LATER / 6,
        )  # fmt: skip


def _said(gathering: Gathering, words: str) -> Message:
    rows = Message.objects.select_related("author", "room__community")
    return rows.get(room=gathering.room_id, source=words)


def _answer(author: Person, quote: Quote, answer: str, now: datetime) -> None:
    answer_for_quote(author=author, quote=quote, answer=answer, seen=edition_of_quote(quote), now=now)


def _publish(host: Person, note: PracticeNote, words: str, now: datetime) -> None:
    publish_note(person=host, note=note, words=NoteWords(note.title, words, note.revision), now=now)
