"""Messages that moderators have removed, for those who look after their rooms, and for their authors."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from forum.chat.models import Message, MessageRemoval, Participant
from forum.communities.models import Community
from forum.communities.selectors.reach import Reader, ReaderKind, reach_of
from forum.communities.selectors.removals import latest_removed, with_words_kept
from forum.core.known_queries import among
from forum.people.models import Person


def removal_of_message(message: Message) -> MessageRemoval | None:
    """Why and by whom a message was removed; None where it stands, or its author has taken it back."""
    return MessageRemoval.objects.select_related("removed_by").filter(message=message).first()


def known_removals(message_ids: Iterable[int]) -> set[int]:
    """Of these messages, those of which it is known why they were removed."""
    rows = MessageRemoval.objects.filter(message__in=list(message_ids))
    return set(rows.values_list("message_id", flat=True))


def removed_message(room_id: int, message_id: int) -> Message | None:
    """A message of this room that moderators have removed, with what policies decide from; None where there is none."""
    return _with_all(Message.objects.filter(room=room_id, pk=message_id, removal__isnull=False)).first()


def message_removed(message_id: int) -> Message | None:
    """The same of any room."""
    return _with_all(Message.objects.filter(pk=message_id, removal__isnull=False)).first()


def removed_messages(reader: Reader, community: Community) -> list[Message]:
    """Those of its rooms that the reader looks after, but for their own, the latest first, while words are kept.

    Twin: `may_restore_message`, but for ranks.
    """
    rows = Message.objects.filter(looked_after_by(reader), room__community=community)
    return latest_removed(_with_all(with_words_kept(rows).exclude(author=reach_of(reader).person_id)))


def own_removed_messages(author: Person) -> list[Message]:
    """Those of the author, the latest first."""
    return latest_removed(_with_all(Message.objects.filter(author=author)))


def looked_after_by(reader: Reader) -> Q:
    """The condition on messages under which the reader looks after the room. Twin: `looks_after_talk`."""
    reach = reach_of(reader)
    if reach.kind != ReaderKind.STEWARD:
        return Q(among("room__community_id", reach.moderator))
    own = Participant.objects.filter(person=reach.person_id).values("room")
    return ~Q(room__in=own)


def _with_all(rows: QuerySet[Message]) -> QuerySet[Message]:
    return rows.select_related("author", "room__community", "removal__removed_by")
