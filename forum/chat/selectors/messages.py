"""What was said in a room, as it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet

from forum.chat.models import Message, Room
from forum.core.known_queries import KnownQuery
from forum.people.models import Person

PAGE_LENGTH = 50
CONTEXT = 15  # messages above the one that a link leads to


@dataclass(frozen=True, slots=True)
class History:
    """A stretch of messages in their order; `older` and `newer` are numbers to go on from, 0 where nothing follows."""

    messages: list[Message]
    older: int
    newer: int


def messages_in(room: Room) -> QuerySet[Message]:
    """Everything that was said in the room, removed messages too, with authors and what was replied to."""
    return room.messages.select_related("author", "reply_to__author")


def latest_messages(room: Room, *, before: int = 0) -> History:
    """The last `PAGE_LENGTH` messages, or those before the number `before`."""
    rows = messages_in(room)
    if before:
        rows = rows.filter(seq__lt=before)
    found = list(rows.order_by("-seq")[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH][::-1]
    older = shown[0].seq if len(found) > PAGE_LENGTH else 0
    return History(shown, older, before if shown else 0)


def messages_from(room: Room, *, first: int) -> History:
    """`PAGE_LENGTH` messages from the number `first` on."""
    found = list(messages_in(room).filter(seq__gte=first).order_by("seq")[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    has_older = bool(shown) and messages_in(room).filter(seq__lt=shown[0].seq).exists()
    return History(shown, shown[0].seq if has_older else 0, found[-1].seq if len(found) > PAGE_LENGTH else 0)


def messages_around(room: Room, seq: int) -> History:
    """The page on which the message of this number is seen with what came before it."""
    latest = latest_messages(room)
    if not latest.older or seq >= latest.messages[0].seq:
        return latest
    rows = Message.objects.filter(room=room, seq__lt=seq).order_by("-seq")
    above = list(rows.values_list("seq", flat=True)[:CONTEXT])
    return messages_from(room, first=above[-1] if above else seq)


def message_before(message: Message) -> Message | None:
    """What stands above a message."""
    rows = Message.objects.filter(room=message.room_id, seq__lt=message.seq)
    return rows.order_by("-seq").first()


def first_since(room: Room, moment: datetime) -> Message | None:
    """The first message at or after a moment."""
    return Message.objects.filter(room=room, created_at__gte=moment).order_by("created_at", "seq").first()


def pinned_in(room: Room, *, most: int = PAGE_LENGTH) -> list[Message]:
    """What is kept in view, the latest first."""
    return list(messages_in(room).exclude(pinned_at=None).order_by("-pinned_at")[:most])


def found_in(room: Room, words: str, *, most: int = PAGE_LENGTH) -> list[Message]:
    """Messages that hold all the words, the latest first."""
    if not words.strip():
        return []
    rows = messages_in(room).annotate(said=SearchVector("source", config="simple"))
    return list(
        rows.filter(said=SearchQuery(words, config="simple"), removed_at=None).order_by("-seq")[:most]
    )


def message_in(room: Room, message_id: int) -> Message | None:
    """A message of the room."""
    message = messages_in(room).filter(pk=message_id).first()
    if message is not None:
        message.room = room
    return message


def sent_with(author: Person, client_id: UUID) -> Message | None:
    """What the author's own name for a message stands for already."""
    return _sent.first(author.pk, client_id)


_sent = KnownQuery(
    lambda author_id, client_id: Message.objects.filter(author=author_id, client_id=client_id).select_related(
        "room"
    )
)
