"""What one name said comes to stand under another, in rooms and in their logs."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from forum.chat.actions.names import renew_signature
from forum.chat.models import Message, MessageReaction, Room, RoomEvent
from forum.chat.selectors.acts import reaction_counts_of


@transaction.atomic
def hand_over_messages(*, from_id: int, to_id: int) -> None:
    """Let everything that person `from_id` said and put on messages be by `to_id`.

    Part of an action that has asked who may do so.
    """
    wrote_there = Q(pk__in=Message.objects.filter(author=from_id).values("room"))
    reacted_there = Q(pk__in=MessageReaction.objects.filter(person=from_id).values("message__room"))
    rooms = Room.objects.filter(wrote_there | reacted_there).order_by("pk")
    list(rooms.select_for_update(no_key=True).values_list("pk"))
    Message.objects.filter(author=from_id).update(author=to_id)
    _hand_over_reactions(from_id, to_id)
    RoomEvent.objects.filter(by=from_id).update(by=to_id)
    renew_signature(person_id=to_id)


def _hand_over_reactions(from_id: int, to_id: int) -> None:
    """Nobody puts the same on a message twice: of two that become one person's, one goes and is counted no more."""
    theirs = MessageReaction.objects.filter(person=from_id)
    for kind in theirs.values_list("kind", flat=True).distinct():
        has_both = MessageReaction.objects.filter(person=to_id, kind=kind).values("message")
        doubled = list(theirs.filter(kind=kind, message__in=has_both).values_list("message", flat=True))
        theirs.filter(kind=kind, message__in=doubled).delete()
        for message in Message.objects.filter(pk__in=doubled):
            Message.objects.filter(pk=message.pk).update(reaction_counts=reaction_counts_of(message))
    theirs.update(person=to_id)
