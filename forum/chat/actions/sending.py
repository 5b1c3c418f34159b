"""Saying something in a room."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.actions.files import claim_files
from forum.chat.actions.guarding import require_guarded
from forum.chat.actions.log import Happening, append, next_seq
from forum.chat.actions.words import checked_words, note_mentions, rendered
from forum.chat.models import Message, Room
from forum.chat.payloads import Data, signature_of
from forum.chat.policies.rooms import may_write_at_any_pace, may_write_in
from forum.chat.selectors.messages import message_in, sent_with
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.asked_above import AskedAbove
from forum.core.limits import TALKING, spend
from forum.core.verdicts import Invalid, Refused, TooMany, require
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account

# Asked above: hold a live session as the person's standing in its communities, until the transaction ends.
hold_session = AskedAbove[[Person, Room], None](lambda _person, _room: None)


@transaction.atomic
def send_message(
    *,
    author: Person,
    room: Room,
    client_id: UUID,
    body: str,
    reply_to: int = 0,
    cleared: str = "",
    now: datetime | None = None,
) -> Message:
    """Say something in a room; `reply_to` is the id of a message of the same room. The same `client_id` again gives the
    first message back. `cleared` is what its author says identifies nobody. Raises Refused, Invalid, Identified among
    them, or TooMany.
    """
    lock_writing(author, room)
    known = sent_with(author, client_id)
    if known is not None:
        return _same_room(known, room)
    require(may_write_in(author, room))
    words = checked_words(body)
    require_guarded(room, words, cleared=cleared)
    answered = _answered(room, reply_to)
    spend(TALKING, author.pk, at=now)
    html, people = rendered(author, words, room)
    seq = next_seq(room.pk)
    moment = now or timezone.now()  # looked up once it is one's turn: nothing older may come after
    _require_patience(author, room, moment)
    message = Message.objects.create(
        room=room, seq=seq, author=author, client_id=client_id, reply_to=answered, source=words, html=html,
        created_at=moment,
    )  # fmt: skip
    note_mentions(message, people)
    claim_files(message)
    happening = Happening("said", author.pk, moment, said(message), client_id=str(client_id))
    append(room.pk, happening, message=message, seq=seq)
    return message


def lock_writing(person: Person, room: Room) -> None:
    """Let what decides about the person's acts in the room stay as it is until the transaction ends."""
    if room.community is None:
        lock_account(person)
        return
    if room.is_of_session:
        hold_session(person, room)
        room.refresh_from_db(fields=["slow_seconds"])
        return
    lock_communities([room.community.pk])
    room.refresh_from_db(fields=["write_from", "slow_seconds", "archived_at"])
    room.community.refresh_from_db(fields=["visibility", "archived_at", "guard"])
    lock_standing(person, [room.community.pk])


def said(message: Message) -> Data:
    """What everyone who reads the room gets of a message."""
    answered = message.reply_to
    return {
        "id": message.pk,
        "author": signature_of(message.author),
        "html": message.html,
        "reply_to": None if answered is None else {"id": answered.pk, "seq": answered.seq},
    }


def _same_room(known: Message, room: Room) -> Message:
    if known.room_id != room.pk:
        raise Refused(_("This was sent to another room before."))
    return known


def _answered(room: Room, message_id: int) -> Message | None:
    if not message_id:
        return None
    message = message_in(room, message_id)
    if message is None or message.removed_at is not None:
        raise Invalid(_("The message you answer was removed in the meantime."), field="reply_to")
    return message


def _require_patience(author: Person, room: Room, moment: datetime) -> None:
    """Slow mode, for all but moderators, and who leads a session. Asked once the room is held, or two at once would
    both pass.
    """
    if not room.slow_seconds or may_write_at_any_pace(author, room):
        return
    rows = Message.objects.filter(room=room, author=author, from_archive=False).order_by("-seq")
    last = rows.values_list("created_at", flat=True).first()
    wait = timedelta(seconds=room.slow_seconds) - (moment - last) if last else timedelta()
    if wait > timedelta():
        seconds = int(wait.total_seconds()) + 1
        raise TooMany(
            _("This room is in slow mode. You can write again in %d seconds.") % seconds, retry_after=seconds
        )
