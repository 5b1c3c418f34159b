"""Practice notes that repeat what is purged. What they quote goes with the message in which it was said."""

from __future__ import annotations

from collections import Counter

from forum.core.markup import render_markdown
from forum.core.passages import Passages
from forum.discussions.models.topics import MAX_TITLE_LENGTH
from forum.repertoire.models import PracticeNote
from forum.repertoire.models.notes import LONGEST_REASON


def clean_practice_notes(passages: Passages) -> Counter[str]:
    """Take passages out of them; how many rows held some. Part of an action that purges, which cleans the log as well.

    A page on which somebody changes one is of yesterday then: it would bring the words back.
    """
    rows = PracticeNote.objects.order_by("pk")
    held = [row.pk for row in rows.iterator(chunk_size=500) if _cleaned(row, passages)]
    cleaned = sum(_clean(key, passages) for key in held)
    return Counter(quotes=cleaned)


def _clean(key: int, passages: Passages) -> bool:
    """As it is by now."""
    row = PracticeNote.objects.select_for_update(no_key=True).filter(pk=key).first()
    fresh = _cleaned(row, passages) if row is not None else {}
    if row is None or not fresh:
        return False
    if "source" in fresh:
        fresh["html"] = render_markdown(fresh["source"])
    PracticeNote.objects.filter(pk=key).update(**fresh, revision=row.revision + 1)
    return True


def _cleaned(row: PracticeNote, passages: Passages) -> dict[str, str]:
    """Its words without passages, by column; those columns alone that held some."""
    fresh = {
        "title": passages.without(row.title, row.changed_at)[:MAX_TITLE_LENGTH],
        "source": passages.without(row.source, row.changed_at),
        "reason": passages.without(row.reason, row.withdrawn_at)[:LONGEST_REASON],
    }
    return {name: text for name, text in fresh.items() if text != getattr(row, name)}
