"""Polls that repeat what is purged."""

from __future__ import annotations

from forum.chat.models import RoomEvent
from forum.core.passages import Passages
from forum.gatherings.actions.polls import POLL, tell_poll
from forum.gatherings.models import Poll
from forum.gatherings.models.polls import LONGEST_OPTION, LONGEST_POLL


def clean_polls(passages: Passages) -> int:
    """Put a sentence in place of what polls and their answers repeat; how many held some. Whoever listens is told, and
    the log says what they said before no longer. Part of an action that purges.
    """
    cleaned = 0
    for key in list(Poll.objects.order_by("pk").values_list("pk", flat=True)):
        row = Poll.objects.select_for_update(no_key=True).get(pk=key)
        words = passages.without(row.words, row.prepared_at)[:LONGEST_POLL]
        options = [passages.without(each, row.prepared_at)[:LONGEST_OPTION] for each in row.options]
        if (words, options) == (row.words, row.options):
            continue
        row.words, row.options = words, options
        row.save(update_fields=["words", "options"])
        cleaned += 1
        if row.state != Poll.State.PREPARED:
            RoomEvent.objects.filter(room=row.gathering.room_id, kind=POLL, data__id=row.pk).update(
                data={"id": row.pk, "removed": True}
            )
            tell_poll(row, by_id=None, moment=row.changed_at)
    return cleaned
