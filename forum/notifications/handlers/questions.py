"""Who is told of what others do with what somebody asked in a live session."""

from __future__ import annotations

from forum.gatherings.events import QuestionRestored, QuestionTakenDown
from forum.moderation.events import WordsPurged
from forum.notifications import kinds
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import (
    latest_removal_noticed,
    question_with,
    removal_of_question_with,
)


def tell_asker_of_removed_question(event: QuestionTakenDown | WordsPurged) -> None:
    """Whose question somebody else has removed, or purged; each removal is an occasion of its own."""
    removal = removal_of_question_with(event.question_id) if event.question_id else None
    if removal is not None:
        question, by = removal.question, [removal.removed_by_id]
        at, occasion = removal.removed_at, removal.pk
        tell(
            kinds.QUESTION_REMOVED, [question.asker_id], but_for=by, about=question, occasion=occasion, at=at
        )


def tell_asker_of_restored_question(event: QuestionRestored) -> None:
    """Whose question somebody has brought back: once after each time that they were told of its removal."""
    question = question_with(event.question_id)
    if question is not None:
        occasion = latest_removal_noticed("question-removed", question, question.asker_id)
        tell(kinds.QUESTION_RESTORED, [question.asker_id], about=question, occasion=occasion, at=None)
