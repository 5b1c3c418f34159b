"""What somebody has reported, for themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from forum.chat.models import Message
from forum.discussions.models import Post, StaffNote, Topic
from forum.discussions.selectors.topics import topics_visible_to
from forum.gatherings.models import Question
from forum.gatherings.selectors.gatherings import gatherings_seen_by
from forum.gatherings.selectors.talk import sessions_to_ask
from forum.moderation.models import Case, Report
from forum.moderation.places import Reportable
from forum.people.models import Person
from forum.repertoire.models import PracticeNote
from forum.repertoire.selectors.notes import notes_read_by

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class OwnReport:
    """What somebody has reported, with its case and what that is about; `topic` is the one that it stands in, None
    where there is none or they do not read it now. `is_seen` is whether they see the session in which it was asked,
    `is_read` whether they read the practice note.
    """

    report: Report
    topic: Topic | None
    is_seen: bool
    is_read: bool


def own_reports(person: Person) -> list[OwnReport]:
    """What the person has reported, the latest first, with what came of it. Two queries, four where something was
    said in live sessions, and one more where something was asked there, or practice notes were reported.
    """
    rows = Report.objects.filter(reporter=person).select_related(
        "case__post", "case__person", "case__message__author", "case__message__room__community", "case__note__post",
        "case__note__topic", "case__placement__board__community", "case__placement__topic__home_board__community",
        "case__question__gathering", "case__practice_note",
    )  # fmt: skip
    shown = list(rows.order_by("-created_at", "-pk")[:MOST_SHOWN])
    _share_rooms([row.case.message for row in shown if row.case.message is not None])
    stands = {row.pk: _topic_of(row.case) for row in shown}
    topics = topics_visible_to(person).in_bulk([topic_id for topic_id in stands.values() if topic_id])
    asked = {row.pk: row.case.question.gathering_id for row in shown if row.case.question is not None}
    seen = _seen(person, set(asked.values()))
    read = _read(person, {row.case.practice_note_id for row in shown if row.case.practice_note_id})
    return [
        OwnReport(
            row, topics.get(stands[row.pk]), asked.get(row.pk) in seen, row.case.practice_note_id in read
        )
        for row in shown
    ]


def _seen(person: Person, sessions: set[int]) -> set[int]:
    rows = gatherings_seen_by(person).filter(pk__in=sessions)
    return set(rows.values_list("pk", flat=True)) if sessions else set()


def _read(person: Person, notes: set[int]) -> set[int]:
    return set(notes_read_by(person).filter(pk__in=notes).values_list("pk", flat=True)) if notes else set()


def _share_rooms(messages: list[Message]) -> None:
    """Let messages of one room stand in one row of it, with its session: policies ask for that once of each row."""
    rooms = {message.room_id: message.room for message in messages}
    of_sessions = [room for room in rooms.values() if room.is_of_session]
    prefetch_related_objects(of_sessions, Prefetch("gathering", sessions_to_ask()))
    for message in messages:
        message.room = rooms[message.room_id]


def latest_report(person: Person, subject: Reportable) -> Report | None:
    """What the person said last of this one thing, with its case; None where they never reported it."""
    rows = Report.objects.filter(reporter=person, **{f"case__{_column(subject)}": subject.pk})
    return rows.select_related("case").order_by("-created_at", "-pk").first()


def _column(subject: Reportable) -> str:
    """Where a case keeps it: one of `THINGS`."""
    if isinstance(subject, Post):
        return "post"
    if isinstance(subject, Message):
        return "message"
    if isinstance(subject, Person):
        return "person"
    if isinstance(subject, Question):
        return "question"
    if isinstance(subject, PracticeNote):
        return "practice_note"
    return "note" if isinstance(subject, StaffNote) else "placement"


def _topic_of(case: Case) -> int:
    """The id of the topic that it is in; 0 of what is in none."""
    subject = case.post or case.note or case.placement
    return subject.topic_id if subject is not None else 0
