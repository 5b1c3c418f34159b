"""What the log of a session's room tells of its questions, and how it is made to say something else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Func, JSONField, Value

from forum.chat.models import RoomEvent
from forum.chat.payloads import Data, signature_of
from forum.gatherings.actions.telling import tell
from forum.gatherings.models import Question
from forum.people.models import Person

State = Question.State
ASKED, CHANGED = "asked", "question"


def tell_question(question: Question, *, by: Person | None, moment: datetime) -> None:
    """Store what was done to it and say how it is now. Part of actions that hold it."""
    question.changed_by, question.changed_at = by, moment
    question.save()
    # Of one without a name nobody is told: a host who tends their own would be known by being left out.
    by_id = None if by is None or question.is_nameless else by.pk
    tell(question.gathering, CHANGED, said_of_question(question), by_id=by_id, at=moment)


def said_of_question(question: Question) -> Data:
    """What everybody who reads the room gets of it: all of it, so that whoever missed an earlier word lacks nothing.

    Its votes are told apart, by sums. Why it was taken away is for its asker.
    """
    return {
        "id": question.pk,
        "author": None if question.is_nameless else signature_of(question.asker),
        "words": question.words,
        "state": str(question.state),
        "pinned": question.pinned_at is not None,
        "into": question.merged_into_id,
        "answer": question.answer_id,
        "reason": question.reason if question.state == State.DECLINED else "",
        "votes": question.votes,
    }


def say_question_anew(question: Question) -> None:
    """Let the log tell what the question says now; what it said before is nowhere. Part of actions that hold it."""
    _say_anew(question, ("words", "reason"))


def say_asker_anew(question: Question) -> None:
    """Let the log tell whose it is by the name of now. It need not be held: of its words nothing is said."""
    _say_anew(question, ("author",))


def _say_anew(question: Question, names: Sequence[str]) -> None:
    said = said_of_question(question)
    patch = Value({name: said[name] for name in names}, JSONField())
    events = RoomEvent.objects.filter(
        room=question.gathering.room_id, kind__in=[ASKED, CHANGED], data__id=question.pk
    )
    events.update(data=Func(F("data"), patch, template="(%(expressions)s)", arg_joiner=" || "))
