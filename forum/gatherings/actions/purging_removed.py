"""What is kept of questions that were removed, and repeats what is purged."""

from __future__ import annotations

from collections.abc import Iterable

from forum.core.markup import typed_html
from forum.core.passages import Passages
from forum.gatherings.models import QuestionRemoval
from forum.gatherings.models.questions import LONGEST_DECLINE, LONGEST_QUESTION


def removed_questions_repeating(passages: Passages) -> list[QuestionRemoval]:
    """Those whose words, or reasons, hold some of it, held by id. Part of an action that purges."""
    rows = QuestionRemoval.objects.select_related("question").order_by("pk")
    found = [row.pk for row in rows.iterator(chunk_size=500) if _is_changed(row, passages)]
    return list(rows.select_for_update(of=("self",)).filter(pk__in=found))


def clean_removed_questions(removals: Iterable[QuestionRemoval], passages: Passages) -> int:
    """Put a sentence in place of what these repeat, which are held; how many there were."""
    cleaned = 0
    for row in removals:
        if _is_changed(row, passages):
            row.html = typed_html(row.source)
            row.save(update_fields=["source", "html", "reason", "declined_why"])
            cleaned += 1
    return cleaned


def _is_changed(row: QuestionRemoval, passages: Passages) -> bool:
    """Take passages out of the row at hand; whether it held any."""
    before = (row.source, row.reason, row.declined_why)
    row.source = passages.without(row.source, row.question.asked_at)[:LONGEST_QUESTION]
    row.reason = passages.without(row.reason, row.removed_at)[
        : QuestionRemoval._meta.get_field("reason").max_length
    ]
    row.declined_why = passages.without(row.declined_why, row.removed_at)[:LONGEST_DECLINE]
    return before != (row.source, row.reason, row.declined_why)
