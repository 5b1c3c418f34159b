"""The live sessions to which a person comes, or that they lead or scheduled, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from forum.gatherings.models import (
    CalendarKey,
    Coming,
    Gathering,
    Hand,
    Host,
    Joint,
    Material,
    Poll,
    PollVote,
    Question,
    QuestionRemoval,
    QuestionVote,
)
from forum.gatherings.policies.gatherings import may_prepare
from forum.gatherings.selectors.gatherings import gatherings_seen_by
from forum.people.models import Person
from forum.recaps.models import GoingOn, Recap


def sessions_come_to(person: Person) -> Iterator[dict[str, Any]]:
    """What they answered; a session that they cannot see any more is not named."""
    seen = dict(gatherings_seen_by(person).values_list("pk", "title"))
    for row in Coming.objects.filter(person=person).order_by("pk").iterator(chunk_size=500):
        yield {
            "session": seen.get(row.gathering_id),
            "answer": row.state,
            "answered_at": row.asked_at,
            "by_mail": row.by_mail,
        }


def sessions_led(person: Person) -> Iterator[dict[str, Any]]:
    """What they host, or speak in."""
    seen = dict(gatherings_seen_by(person).values_list("pk", "title"))
    for row in Host.objects.filter(person=person).order_by("pk").iterator(chunk_size=500):
        yield {"session": seen.get(row.gathering_id), "part": row.part, "leads_no_more": row.is_out}


def sessions_scheduled(person: Person) -> Iterator[dict[str, Any]]:
    """Those to which they called people together, in the words of now; none of one that they cannot see any more."""
    seen = set(gatherings_seen_by(person).values_list("pk", flat=True))
    for row in Gathering.objects.filter(created_by=person).order_by("pk").iterator(chunk_size=500):
        is_seen = row.pk in seen
        yield {
            "title": row.title if is_seen else None,
            "about": row.source if is_seen else None,
            "agenda": row.agenda if is_seen else None,
            "starts_at": row.starts_at,
            "added_to_for_hours": row.window,
            "scheduled_at": row.created_at,
        }


def files_of_sessions(person: Person) -> Iterator[dict[str, Any]]:
    """The files that they put into sessions, which lie with the others; a session that they cannot see is not named."""
    seen = dict(gatherings_seen_by(person).values_list("pk", "title"))
    rows = Material.objects.filter(attachment__owner=person).select_related("attachment").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        file = row.attachment
        is_seen = row.gathering_id in seen
        yield {
            "session": seen.get(row.gathering_id),
            "title": row.title if is_seen else None,
            "file": f"files/{file.pk.hex}-{file.name}" if file is not None else None,
        }


def said_of_parts(person: Person) -> Iterator[dict[str, Any]]:
    """What they said when they asked a community to take part in a session, or declined for one."""
    rows = Joint.objects.filter(Q(asked_by=person) | Q(answered_by=person)).order_by("pk")
    for row in rows.iterator(chunk_size=500):
        if row.asked_by_id == person.pk and row.note:
            yield {"asked": row.note, "at": row.asked_at}
        if row.answered_by_id == person.pk and row.reason:
            yield {"declined": row.reason, "at": row.answered_at}


def questions_asked(person: Person) -> Iterator[dict[str, Any]]:
    """What they asked in sessions, and what became of it."""
    seen = dict(gatherings_seen_by(person).values_list("pk", "title"))
    for row in (
        Question.objects.filter(asker=person)
        .select_related("going_on", "removal")
        .order_by("pk")
        .iterator(chunk_size=500)
    ):
        yield {
            "session": seen.get(row.gathering_id),
            "question": row.words,
            "without_name": row.is_nameless,
            "asked_at": row.asked_at,
            "state": row.state,
            "reason": row.removal.reason if hasattr(row, "removal") else row.reason,
            "became_a_topic": hasattr(row, "going_on"),
        }


def questions_removed(person: Person) -> Iterator[dict[str, Any]]:
    """Their questions that others have removed: why, and what they said while that is kept."""
    seen = dict(gatherings_seen_by(person).values_list("pk", "title"))
    rows = QuestionRemoval.objects.filter(question__asker=person).select_related("question").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        yield {
            "session": seen.get(row.question.gathering_id),
            "question": row.source,
            "without_name": row.question.is_nameless,
            "reason": row.reason,
            "removed_at": row.removed_at,
        }


def question_votes(person: Person) -> Iterator[dict[str, Any]]:
    """The questions of others to which they want an answer, or wanted one; in words where they may see the session."""
    seen = dict(gatherings_seen_by(person).values_list("pk", "title"))
    rows = QuestionVote.objects.filter(person=person).select_related("question").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        asked = row.question
        yield {
            "session": seen.get(asked.gathering_id),
            "question": asked.words if asked.gathering_id in seen else None,
            "stands": row.is_on,
            "came_with_another": row.is_carried,
            "voted_at": row.voted_at,
        }


def recaps_kept(person: Person) -> Iterator[dict[str, Any]]:
    """Recaps that they changed last and that wait to be signed; in words where they still lead the session."""
    rows = Recap.objects.filter(changed_by=person, signed_at=None)
    rows = rows.select_related("gathering__community").prefetch_related("gathering__hosts")
    for row in rows.order_by("pk").iterator(chunk_size=500):
        leads = bool(may_prepare(person, row.gathering))
        yield {
            "session": row.gathering.title if leads else None,
            "title": row.title if leads else None,
            "body": row.body if leads else None,
            "changed_at": row.changed_at,
        }


def questions_let_go_on(person: Person) -> Iterator[dict[str, Any]]:
    """The questions of sessions that they let become topics, in words where they may see the session."""
    seen = set(gatherings_seen_by(person).values_list("pk", flat=True))
    rows = GoingOn.objects.filter(carried_by=person).select_related("question").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        is_seen = row.question.gathering_id in seen
        yield {"question": row.question.words if is_seen else None, "at": row.carried_at}


def polls_asked(person: Person) -> Iterator[dict[str, Any]]:
    """What they asked everybody in sessions, in the words of now; none of one that they cannot see any more."""
    seen = dict(gatherings_seen_by(person).values_list("pk", "title"))
    for row in Poll.objects.filter(asked_by=person).order_by("pk").iterator(chunk_size=500):
        is_seen = row.gathering_id in seen
        yield {
            "session": seen.get(row.gathering_id),
            "poll": row.words if is_seen else None,
            # Short words are those of who answers.
            "answers": None if not is_seen else [] if row.kind == Poll.Kind.WORDS else row.options,
            "prepared_at": row.prepared_at,
        }


def poll_answers(person: Person) -> Iterator[dict[str, Any]]:
    """What they answered to polls; in words where they may see the session."""
    seen = dict(gatherings_seen_by(person).values_list("pk", "title"))
    rows = PollVote.objects.filter(person=person).select_related("poll").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        poll = row.poll
        yield {
            "session": seen.get(poll.gathering_id),
            "poll": poll.words if poll.gathering_id in seen else None,
            "answers": _answered(row) if poll.gathering_id in seen else None,
            "answered_at": row.voted_at,
        }


def _answered(row: PollVote) -> list[str]:
    return [row.words] if row.words else [row.poll.answers[place] for place in row.choices]


def hands_raised(person: Person) -> Iterator[dict[str, Any]]:
    """When they wanted to speak in sessions, and whether they did."""
    seen = dict(gatherings_seen_by(person).values_list("pk", "title"))
    for row in Hand.objects.filter(person=person).order_by("pk").iterator(chunk_size=500):
        yield {"session": seen.get(row.gathering_id), "raised_at": row.raised_at, "state": row.state}


def calendars(person: Person) -> Iterator[dict[str, Any]]:
    """The addresses that their calendar programs fetch; the secret of each is left out."""
    for row in CalendarKey.objects.filter(person=person).order_by("pk").iterator(chunk_size=500):
        yield {
            "of_a_community": row.community_id is not None,
            "made_at": row.created_at,
        }
