"""What rooms do where words are purged: a message loses all that it ever said, and others what they quote of that."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Q

from forum.chat.actions.files import drop_files_of
from forum.chat.actions.log import Happening, append
from forum.chat.actions.messages import say_anew, take_out
from forum.chat.actions.words import rendered
from forum.chat.models import Message, MessageFile, MessageRemoval, MessageRevision, Room
from forum.communities.actions.removals import reason_of_purged
from forum.core.markup import render_markdown
from forum.core.passages import Passages, clean_plain_words
from forum.people.models import Person


def words_of_message(message: Message) -> Passages:
    """Whatever the message ever said."""
    earlier = MessageRevision.objects.filter(message=message).values_list("source", "written_at")
    removed = MessageRemoval.objects.filter(message=message).values_list("source", flat=True)
    last = [(text, _written(message)) for text in (message.source, *removed) if text]
    return Passages([*last, *earlier])


def _written(message: Message) -> datetime:
    return message.edited_at or message.created_at


def locked_message_anywhere(message: Message) -> Message:
    """A message as it stands now, removed or not, its room locked before it. Part of the action that purges."""
    Room.objects.select_for_update(no_key=True).get(pk=message.room_id)
    rows = Message.objects.select_for_update(of=("self",)).select_related("author")
    fresh = rows.get(pk=message.pk)
    fresh.room = message.room
    return fresh


def purge_words_of_message(message: Message, *, by: Person, why: str, moment: datetime) -> Counter[str]:
    """Let go of all that the message said, in every place of its own; how many there were, by what they are.

    Part of the action that purges, which has asked who may, and has locked it. `why` is a sentence for its author.
    """
    gone = Counter(messages=1, wordings=MessageRevision.objects.filter(message=message).count())
    gone["files"] = MessageFile.objects.filter(message=message).count()
    removed = MessageRemoval.objects.filter(message=message)
    drop_files_of([message.pk])
    removed.update(source="", html="", reason=reason_of_purged())
    if message.removed_at is None:
        take_out(message, by, moment)
        if message.author_id != by.pk:
            MessageRemoval.objects.create(message=message, removed_by=by, removed_at=moment, reason=why)
    return +gone


def clean_quotes_in_rooms(
    passages: Passages, *, since: datetime, by: Person, moment: datetime
) -> Counter[str]:
    """Put a sentence in place of each passage that somebody said again in a room since then; how many messages.

    Whoever listens there is told of another wording. Rooms of two are none of anybody's business, and cleaned as well.
    """
    changed = Q(created_at__gte=since) | Q(edited_at__gte=since)
    found: list[tuple[int, int]] = []
    for message in Message.objects.filter(changed, removed_at=None).iterator():
        if passages.without(message.source, _written(message)) != message.source:
            found.append((message.room_id, message.pk))
    earlier = MessageRevision.objects.filter(written_at__gte=since)
    columns = earlier.values_list("message__room_id", "message_id", "source", "written_at")
    for room_id, key, source, written in columns.iterator():
        if passages.without(source, written) != source:
            found.append((room_id, key))
    for room_id, key in sorted(set(found)):
        _clean(room_id, key, passages, by, moment)
    return Counter(messages=len(set(found)), quotes=_clean_removed(passages, since))


def _clean_removed(passages: Passages, since: datetime) -> int:
    """What moderators have removed, and why; how many rows held some."""
    cleaned = clean_plain_words(
        MessageRemoval.objects.exclude(reason=""), ["reason"], passages, written=["removed_at"]
    )
    rows = MessageRemoval.objects.filter(removed_at__gte=since).exclude(source="").order_by("pk")
    for row in rows.select_related("message").select_for_update(of=("self",)):
        words = passages.without(row.source, _written(row.message))
        if words != row.source:
            row.source, row.html = words, render_markdown(words)
            row.save(update_fields=["source", "html"])
            cleaned += 1
    return cleaned


def _clean(room_id: int, key: int, passages: Passages, by: Person, moment: datetime) -> None:
    room = (
        Room.objects.select_for_update(no_key=True, of=("self",)).select_related("community").get(pk=room_id)
    )
    message = Message.objects.select_for_update(of=("self",)).select_related("author").get(pk=key)
    message.room = room
    for row in MessageRevision.objects.filter(message=message):
        row.source = passages.without(row.source, row.written_at)
        row.html = render_markdown(row.source)
        row.save(update_fields=["source", "html"])
    words = passages.without(message.source, _written(message))
    if words == message.source or message.removed_at is not None:
        return
    message.source, message.html = words, rendered(message.author, words, room)[0]
    message.revision += 1
    message.save(update_fields=["source", "html", "revision"])
    say_anew(message)
    data = {"id": message.pk, "html": message.html, "revision": message.revision}
    append(room_id, Happening("edited", by.pk, moment, data), message=message)
