"""What becomes of what a person said in rooms when their account is closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.chat.actions.files import drop_files_of
from forum.chat.actions.messages import take_out
from forum.chat.actions.reactions import count_anew
from forum.chat.actions.taking_down import forget_removed_messages_of
from forum.chat.models import (
    Block,
    Message,
    MessageMention,
    MessageReaction,
    Participant,
    Room,
    RoomReading,
)
from forum.people.models import Person

AT_ONCE = 50  # messages of one room, which is locked meanwhile


@transaction.atomic
def let_go_of_talk(*, person_id: int) -> None:
    """Delete what was the person's alone: how far they read, whom they blocked, where they were named, what moderators
    removed of their words, and their place in rooms of two. Such a room goes once nobody is left who could read it.

    Part of an action that has asked whether they may leave.
    """
    for model in (RoomReading, MessageMention, Block):
        model.objects.filter(person=person_id).delete()
    Block.objects.filter(blocked=person_id).delete()
    mine = Participant.objects.filter(person=person_id)
    rooms = Room.objects.filter(pk__in=mine.values("room")).order_by("pk").select_for_update()
    # Locked, so that of two who leave the second sees the first gone.
    ids = list(rooms.values_list("pk", flat=True))
    mine.delete()
    empty = Room.objects.filter(pk__in=ids, participants=None)
    gone = Message.objects.filter(room__in=empty)
    drop_files_of(list(gone.values_list("pk", flat=True)))
    gone.delete()
    empty.delete()
    forget_removed_messages_of(person_id=person_id)  # after rooms, as who brings something back


@transaction.atomic
def take_back_some_messages(*, person: Person, now: datetime | None = None) -> int:
    """Take back up to `AT_ONCE` of the person's messages, all in one room. Returns how many; 0 when none is left.

    Part of leaving, which has asked whether they may.
    """
    own = Message.objects.filter(author=person, removed_at=None)
    first = own.order_by("room_id").values_list("room_id", flat=True).first()
    if first is None:
        return 0
    Room.objects.select_for_update(no_key=True).get(pk=first)
    here = own.filter(room=first).order_by("seq").select_for_update(of=("self",), no_key=True)
    found = list(here[:AT_ONCE])
    for message in found:
        take_out(message, person, now or timezone.now())
    return len(found)


@transaction.atomic
def take_back_some_message_reactions(*, person: Person, now: datetime | None = None) -> int:
    """Take back up to `AT_ONCE` of the person's reactions, all in one room. Returns how many; 0 when none is left."""
    own = MessageReaction.objects.filter(person=person)
    first = own.order_by("message__room_id").values_list("message__room_id", flat=True).first()
    if first is None:
        return 0
    Room.objects.select_for_update(no_key=True).get(pk=first)
    found = list(own.filter(message__room=first).order_by("message__seq")[:AT_ONCE])
    locked = Message.objects.select_for_update(of=("self",), no_key=True).order_by("seq")
    messages = {row.pk: row for row in locked.filter(pk__in=[each.message_id for each in found])}
    for reaction in found:
        reaction.delete()
        count_anew(messages[reaction.message_id], person, "unreacted", reaction.kind, now or timezone.now())
    return len(found)
