"""What moderators do with single messages: remove them with a reason, and bring them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.chat.actions.files import drop_files_of
from forum.chat.actions.history import FROM_ARCHIVE
from forum.chat.actions.log import Happening, append
from forum.chat.actions.messages import locked_message, without_words
from forum.chat.actions.sending import lock_writing, said
from forum.chat.events import MessageRestored, MessageTakenDown
from forum.chat.models import Message, MessageRemoval, RoomEvent
from forum.chat.policies.removals import (
    may_forget_removed_message,
    may_restore_message,
    may_take_down_message,
)
from forum.communities.actions.log import note_change
from forum.communities.actions.removals import KeptWords, reason_of_removal
from forum.communities.models import Verb
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import require
from forum.people.models import Person
from forum.people.selectors.accounts import lock_accounts


@transaction.atomic
def take_down_message(
    *, moderator: Person, message: Message, reason: str, now: datetime | None = None
) -> Message:
    """Remove a message of somebody else. Its author reads why; its words are kept for `KEPT_DAYS`, for nobody but them
    and those who may bring it back. Earlier wordings and marks go. Raises Refused, Invalid or TooMany.
    """
    message = locked_message(moderator, message)
    require(may_take_down_message(moderator, message))
    words = reason_of_removal(reason)
    spend(TENDING, moderator.pk)
    take_down(message, moderator, words, now or timezone.now())
    return message


def take_down(message: Message, remover: Person, reason: str, moment: datetime) -> None:
    """Empty a message, locked with its room, and keep what it said. Part of an action that has asked who may, and for
    why: `reason` is a sentence that its author reads.
    """
    MessageRemoval.objects.create(
        message=message, removed_by=remover, removed_at=moment, reason=reason, source=message.source,
        html=message.html,
    )  # fmt: skip
    _KEPT.keep_none_of_former(author_id=message.author_id, thing_id=message.pk)
    without_words(message, remover, moment)
    _note(Verb.MESSAGE_REMOVED, remover, message, reason, moment)
    publish(MessageTakenDown(message_id=message.pk))


@transaction.atomic
def restore_message(*, moderator: Person, message: Message, now: datetime | None = None) -> Message:
    """Let a removed message say again what it said, in its place and with its files. Raises Refused or TooMany."""
    lock_writing(moderator, message.room)  # communities go before accounts
    lock_accounts([message.author_id])  # the log will name them; who closes theirs holds it before rooms
    message, moment = locked_message(moderator, message), now or timezone.now()
    # Locked before it is asked, or its words could go in between.
    removal = MessageRemoval.objects.select_for_update().filter(message=message).first()
    require(may_restore_message(moderator, message))
    assert removal is not None
    spend(TENDING, moderator.pk)
    message.source, message.html = removal.source, removal.html
    message.removed_at, message.removed_by = None, None
    message.revision += 1  # whoever began an edit before begins anew
    message.save(update_fields=["source", "html", "removed_at", "removed_by", "revision"])
    removal.delete()
    _say_again(message)
    happening = Happening("restored", moderator.pk, moment, {"id": message.pk})
    append(message.room_id, happening, message=message)
    _note(Verb.MESSAGE_RESTORED, moderator, message, "", now)
    publish(MessageRestored(message_id=message.pk))
    return message


def hold_removal_of_message(message_id: int) -> None:
    """Nobody lets go of what is kept of it until the transaction ends. Part of the decision about an appeal."""
    MessageRemoval.objects.select_for_update().filter(message=message_id).first()


def forget_removed_message(*, author: Person, message: Message) -> None:
    """Let the words of one's own removed message go at once; the reason stays. Raises Refused or TooMany."""
    _KEPT.forget_own(
        author=author, thing_id=message.pk, may=lambda: may_forget_removed_message(author, message)
    )


def clear_removed_messages(now: datetime) -> int:
    """Let words of messages go that were removed a month ago. Returns how many there were."""
    return _KEPT.clear_old(now)


def forget_removed_messages_of(*, person_id: int) -> None:
    """Nothing that moderators removed of what a person said is kept once they leave. Part of leaving."""
    _KEPT.forget_of(author_id=person_id)


def _drop_files(removals: Sequence[MessageRemoval]) -> None:
    drop_files_of([removal.message_id for removal in removals])


_KEPT = KeptWords(MessageRemoval, "message", _drop_files)


def _say_again(message: Message) -> None:
    """Let the log tell again what was said; of edits, nothing that it said before."""
    events = RoomEvent.objects.filter(message=message)
    brought = FROM_ARCHIVE if message.from_archive else {}
    events.filter(kind="said").update(data={**said(message), **brought})
    edited = {"id": message.pk, "html": message.html, "revision": message.revision}
    events.filter(kind="edited").update(data=edited)


def _note(verb: Verb, moderator: Person, message: Message, reason: str, now: datetime | None) -> None:
    """In the log of the community; what two say to each other is decided on by stewards, in that of the network."""
    room = message.room
    note_change(
        verb, by=moderator, community=room.community, about=room.title if room.community else "",
        person=message.author, details={"message": message.pk}, reason=reason, now=now,
    )  # fmt: skip
