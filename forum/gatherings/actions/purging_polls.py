"""Polls that repeat what is purged, and answers to them in words."""

from __future__ import annotations

from collections.abc import Iterable

from forum.chat.models import RoomEvent
from forum.core.passages import Passages, clean_plain_words
from forum.gatherings.actions.counting_polls import sum_poll
from forum.gatherings.actions.telling import POLL
from forum.gatherings.actions.telling_polls import forget_counts_told, tell_poll
from forum.gatherings.models import Poll, PollVote
from forum.gatherings.models.polls import LONGEST_OPTION, LONGEST_POLL


def polls_repeating(passages: Passages) -> list[Poll]:
    """Those that hold some of it in words or answers, held by id. Part of an action that purges."""
    rows = Poll.objects.order_by("pk").only("kind", "words", "options", "prepared_at")
    found = {
        row.pk for row in rows.iterator(chunk_size=500) if _cleaned(row, passages) != (row.words, row.options)
    }
    votes = PollVote.objects.exclude(words="").values_list("poll", "words", "voted_at")
    found |= {key for key, words, at in votes.iterator() if passages.without(words, at) != words}
    held = Poll.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=found)
    return list(held.select_related("gathering").order_by("pk"))


def clean_polls(polls: Iterable[Poll], passages: Passages) -> int:
    """Put a sentence in place of what these repeat, which are held; how many there were. Whoever listens is told, and
    the log says what they said before no longer.
    """
    cleaned = 0
    for row in polls:
        row.words, row.options = _cleaned(row, passages)
        row.save(update_fields=["words", "options"])
        cleaned += 1
        if row.kind == Poll.Kind.WORDS:
            clean_plain_words(PollVote.objects.filter(poll=row), ["words"], passages, written=["voted_at"])
            sum_poll(row)
            forget_counts_told(row)
        if row.state != Poll.State.PREPARED:
            RoomEvent.objects.filter(room=row.gathering.room_id, kind=POLL, data__id=row.pk).update(
                data={"id": row.pk, "removed": True}
            )
            tell_poll(row, by_id=None, moment=row.changed_at)
    return cleaned


def _cleaned(row: Poll, passages: Passages) -> tuple[str, list[str]]:
    """What it asks and offers, without passages. Short words are its voters', and are summed from theirs."""
    words = passages.without(row.words, row.prepared_at)[:LONGEST_POLL]
    if row.kind == Poll.Kind.WORDS:
        return words, row.options
    return words, [passages.without(each, row.prepared_at)[:LONGEST_OPTION] for each in row.options]
