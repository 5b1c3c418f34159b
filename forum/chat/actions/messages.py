"""Changing, taking back and keeping in view what was said."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Func, JSONField, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.actions.files import claim_files, drop_files_of
from forum.chat.actions.guarding import require_guarded
from forum.chat.actions.log import Happening, append
from forum.chat.actions.sending import lock_writing
from forum.chat.actions.words import checked_words, note_mentions, rendered
from forum.chat.events import MessageRemoved
from forum.chat.models import Message, MessageRevision, Room, RoomEvent
from forum.chat.policies.messages import may_edit_message, may_pin_message, may_take_back_message
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import EDITING, TENDING, spend
from forum.core.verdicts import Refused, require
from forum.people.models import Person


@transaction.atomic
def edit_message(
    *,
    editor: Person,
    message: Message,
    body: str,
    revision: int,
    cleared: str = "",
    now: datetime | None = None,
) -> Message:
    """Give a message other words and keep the old ones; `revision` is the one that the editor began from.

    `cleared` is what they say identifies nobody.

    Raises ChangedMeanwhile, Refused, Invalid, Identified among them, or TooMany.
    """
    message = locked_message(editor, message)
    require(may_edit_message(editor, message))
    words = checked_words(body)
    if words == message.source:
        return message
    require_guarded(message.room, words, cleared=cleared, known=[message.source])
    if revision != message.revision:
        raise ChangedMeanwhile(_("This message was changed in another window. Open it once more."))
    spend(EDITING, editor.pk)
    moment = now or timezone.now()
    MessageRevision.objects.create(
        message=message, number=message.revision, source=message.source, html=message.html,
        written_at=message.edited_at or message.created_at,
    )  # fmt: skip
    html, people = rendered(editor, words, message.room)
    message.source, message.html, message.edited_at = words, html, moment
    message.revision += 1
    message.save(update_fields=["source", "html", "edited_at", "revision"])
    note_mentions(message, people)
    claim_files(message)
    say_anew(message)
    data = {"id": message.pk, "html": html, "revision": message.revision}
    append(message.room_id, Happening("edited", editor.pk, moment, data), message=message)
    return message


@transaction.atomic
def remove_message(*, remover: Person, message: Message, now: datetime | None = None) -> Message:
    """Take back what one said oneself: its words, earlier wordings, files, marks and what the log held of them go. Its
    place stays. What moderators remove is `take_down_message`. Raises Refused or TooMany.
    """
    message = locked_message(remover, message)
    require(may_take_back_message(remover, message))
    spend(TENDING, remover.pk)
    return take_out(message, remover, now or timezone.now())


@transaction.atomic
def pin_message(*, moderator: Person, message: Message, now: datetime | None = None) -> Message:
    """Keep a message in view for everyone. Pinned already, it stays so. Raises Refused or TooMany."""
    message = locked_message(moderator, message)
    require(may_pin_message(moderator, message))
    spend(TENDING, moderator.pk)
    if message.pinned_at is not None:
        return message
    message.pinned_at, message.pinned_by = now or timezone.now(), moderator
    message.save(update_fields=["pinned_at", "pinned_by"])
    happening = Happening("pinned", moderator.pk, message.pinned_at, {"id": message.pk})
    append(message.room_id, happening, message=message)
    return message


@transaction.atomic
def unpin_message(*, moderator: Person, message: Message, now: datetime | None = None) -> Message:
    """Keep it in view no longer. Raises Refused or TooMany."""
    message = locked_message(moderator, message)
    require(may_pin_message(moderator, message))
    spend(TENDING, moderator.pk)
    if message.pinned_at is None:
        return message
    message.pinned_at, message.pinned_by = None, None
    message.save(update_fields=["pinned_at", "pinned_by"])
    happening = Happening("unpinned", moderator.pk, now or timezone.now(), {"id": message.pk})
    append(message.room_id, happening, message=message)
    return message


def locked_message(person: Person, message: Message) -> Message:
    """The message as it stands now, locked with its room before it, as by whoever sends. Raises Refused when gone.

    The room comes first: an act on a message takes a number of the room's log in the end, and two who locked messages
    before the room would wait for each other.
    """
    lock_writing(person, message.room)
    Room.objects.select_for_update(no_key=True).get(pk=message.room_id)
    rows = Message.objects.select_for_update(of=("self",), no_key=True).select_related("author")
    fresh = rows.filter(pk=message.pk).first()
    if fresh is None:
        raise Refused(_("This message is no longer there."))
    fresh.room = message.room
    return fresh


def take_out(message: Message, remover: Person, moment: datetime) -> Message:
    """Empty a message, locked with its room, for good, and tell so. Part of an action that has asked who may."""
    drop_files_of([message.pk])
    return without_words(message, remover, moment)


def without_words(message: Message, remover: Person, moment: datetime) -> Message:
    """Empty a message of all but its files, and tell so. Part of an action that lets these go, or keeps them."""
    message.source, message.html, message.reaction_counts = "", "", {}
    message.removed_at, message.removed_by = moment, remover
    message.pinned_at, message.pinned_by = None, None
    message.highlighted_at, message.highlighted_by = None, None
    message.save(update_fields=[
        "source", "html", "reaction_counts", "removed_at", "removed_by", "pinned_at", "pinned_by", "highlighted_at",
        "highlighted_by",
    ])  # fmt: skip
    message.revisions.all().delete()
    message.reactions.all().delete()
    message.mentions.all().delete()
    forget_words(message)
    append(message.room_id, Happening("removed", remover.pk, moment, {"id": message.pk}), message=message)
    publish(MessageRemoved(message_id=message.pk))
    return message


def say_anew(message: Message) -> None:
    """Let the log tell what the message says now: what it said before is for its author, not for who reads up."""
    events = RoomEvent.objects.filter(message=message, kind__in=["said", "edited"])
    words = Value(message.html, JSONField())
    events.update(data=Func(F("data"), Value("{html}"), words, function="jsonb_set"))


def forget_words(message: Message) -> None:
    """Let the log keep that a message was there, and nothing of what it said."""
    events = RoomEvent.objects.filter(message=message, kind__in=["said", "edited"])
    events.update(data={"id": message.pk, "removed": True})
