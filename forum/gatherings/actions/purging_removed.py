"""What is kept of questions that were removed, and repeats what is purged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q

from forum.core.markup import typed_html
from forum.core.passages import Passages
from forum.gatherings.actions.asked_by import questions_repeating
from forum.gatherings.actions.voting import hold_votes_alone
from forum.gatherings.models import Question, QuestionRemoval
from forum.gatherings.models.questions import LONGEST_DECLINE, LONGEST_QUESTION


class _RemovedMeanwhile(Exception):
    """Somebody has removed such a question between the two looks."""


def held_questions_repeating(
    passages: Passages, *, to_empty: Sequence[int] = ()
) -> tuple[list[QuestionRemoval], list[Question]]:
    """What is kept of those whose words, or reasons, hold some of it, and those that stand and do; held by id. Part of
    an action that purges. Among them are the questions `to_empty`, by id, with their votes, as by `hold_to_empty`.

    What is kept is held before votes and questions, as by who brings one back: where a question is removed between the
    two looks, all of these are let go, and held anew.
    """
    while True:
        try:
            with transaction.atomic():
                return _held(passages, to_empty)
        except _RemovedMeanwhile:
            continue


def _held(passages: Passages, to_empty: Sequence[int]) -> tuple[list[QuestionRemoval], list[Question]]:
    rows = QuestionRemoval.objects.select_related("question").order_by("pk")
    removals = list(rows.select_for_update(of=("self",)).filter(pk__in=_kept_of(passages, to_empty)))
    hold_votes_alone(to_empty)
    # In one set: of two who hold some of them, each by id, neither waits for ever.
    questions = questions_repeating(passages, among=Q(pk__in=to_empty) | Q(merged_into__in=to_empty))
    if set(_kept_of(passages, to_empty)) - {row.pk for row in removals}:
        raise _RemovedMeanwhile
    return removals, questions


def _kept_of(passages: Passages, to_empty: Sequence[int]) -> list[int]:
    rows = QuestionRemoval.objects.select_related("question").order_by("pk").iterator(chunk_size=500)
    return [row.pk for row in rows if row.question_id in to_empty or _take_out(row, passages)]


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
