"""Polls that repeat what is purged."""

from __future__ import annotations

from collections.abc import Iterable

from forum.chat.models import RoomEvent
from forum.core.passages import Passages, clean_plain_words
from forum.gatherings.actions.telling import POLL
from forum.gatherings.actions.telling_polls import tell_poll
from forum.gatherings.models import Poll, PollVote
from forum.gatherings.models.polls import LONGEST_OPTION, LONGEST_POLL


def polls_repeating(passages: Passages) -> list[Poll]:
    """Those that hold some of it in words or answers, held by id. Part of an action that purges."""
    found = [
        row.pk
        for row in Poll.objects.order_by("pk")
        .only("words", "options", "prepared_at")
        .iterator(chunk_size=500)
        if _cleaned(row, passages) != (row.words, row.options)
    ]
    rows = Poll.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=found)
    return list(rows.select_related("gathering").order_by("pk"))


def clean_polls(polls: Iterable[Poll], passages: Passages) -> int:
    """Put a sentence in place of what these repeat, which are held; how many there were. Whoever listens is told, and
    the log says what they said before no longer.
    """
    written = PollVote.objects.exclude(words="")
    cleaned = clean_plain_words(written, ["words"], passages, written=["voted_at"])
    for row in polls:
        row.words, row.options = _cleaned(row, passages)
        row.save(update_fields=["words", "options"])
        cleaned += 1
        if row.state != Poll.State.PREPARED:
            RoomEvent.objects.filter(room=row.gathering.room_id, kind=POLL, data__id=row.pk).update(
                data={"id": row.pk, "removed": True}
            )
            tell_poll(row, by_id=None, moment=row.changed_at)
    return cleaned


def _cleaned(row: Poll, passages: Passages) -> tuple[str, list[str]]:
    options = [passages.without(each, row.prepared_at)[:LONGEST_OPTION] for each in row.options]
    return passages.without(row.words, row.prepared_at)[:LONGEST_POLL], options
