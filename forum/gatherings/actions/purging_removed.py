"""What is kept of questions that were removed, and repeats what is purged."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from forum.core.markup import typed_html
from forum.core.passages import Passages
from forum.gatherings.actions.asked_by import questions_repeating
from forum.gatherings.models import Question, QuestionRemoval
from forum.gatherings.models.questions import LONGEST_DECLINE, LONGEST_QUESTION


class _RemovedMeanwhile(Exception):
    """Somebody has removed such a question between the two looks."""


def held_questions_repeating(passages: Passages) -> tuple[list[QuestionRemoval], list[Question]]:
    """What is kept of those whose words, or reasons, hold some of it, and those that stand and do; held by id. Part of
    an action that purges.

    What is kept is held before questions, as by who brings one back: where a question is removed between the two looks,
    all of these are let go, and held anew.
    """
    while True:
        try:
            with transaction.atomic():
                return _held(passages)
        except _RemovedMeanwhile:
            continue


def _held(passages: Passages) -> tuple[list[QuestionRemoval], list[Question]]:
    rows = QuestionRemoval.objects.select_related("question").order_by("pk")
    removals = list(rows.select_for_update(of=("self",)).filter(pk__in=_repeating(passages)))
    questions = questions_repeating(passages)
    if set(_repeating(passages)) - {row.pk for row in removals}:
        raise _RemovedMeanwhile
    return removals, questions


def _repeating(passages: Passages) -> list[int]:
    rows = QuestionRemoval.objects.select_related("question").order_by("pk")
    return [row.pk for row in rows.iterator(chunk_size=500) if _take_out(row, passages)]


def clean_removed_questions(removals: Iterable[QuestionRemoval], passages: Passages) -> int:
    """Put a sentence in place of what these repeat, which are held; how many there were."""
    cleaned = 0
    for row in removals:
        if _take_out(row, passages):
            row.html = typed_html(row.source)
            row.save(update_fields=["source", "html", "reason", "declined_why"])
            cleaned += 1
    return cleaned


def _take_out(row: QuestionRemoval, passages: Passages) -> bool:
    """Take passages out of the row at hand, which is not stored yet; whether it held any."""
    before = (row.source, row.reason, row.declined_why)
    row.source = passages.without(row.source, row.question.asked_at)[:LONGEST_QUESTION]
    row.reason = passages.without(row.reason, row.removed_at)[
        : QuestionRemoval._meta.get_field("reason").max_length
    ]
    row.declined_why = passages.without(row.declined_why, row.removed_at)[:LONGEST_DECLINE]
    return before != (row.source, row.reason, row.declined_why)
