"""Who removes what somebody else said, reads why that was done, and brings it back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message, MessageRemoval, Room
from forum.chat.policies.rooms import may_moderate_room, may_read_room
from forum.chat.selectors.removals import removal_of_message
from forum.communities.policies.removals import (
    Kept,
    may_forget_kept,
    may_read_kept,
    may_restore_kept,
    may_restore_words,
)
from forum.communities.selectors.ranks import Place
from forum.core.verdicts import Verdict, no
from forum.people.actors import Actor, is_person, is_steward


def may_take_down_message(actor: Actor, message: Message) -> Verdict:
    """Removing what somebody else said, with a reason: moderators of the room. Of two, nobody unless it is reported."""
    reads = may_read_room(actor, message.room)
    if not reads:
        return reads
    if message.removed_at is not None:
        return no(_("This message was removed in the meantime."))
    if is_person(actor) and message.author_id == actor.pk:
        return no(_("This is your own. You can take it back without a reason."))
    return may_moderate_room(actor, message.room)


def may_restore_message(actor: Actor, message: Message) -> Verdict:
    """Bringing back what was removed: those who could remove it, if none above them did, while its words are kept."""
    return may_restore_kept(actor, _kept(actor, message))


def may_restore_of(actor: Actor, message: Message, removal: MessageRemoval) -> Verdict:
    """The same, for those who look after it, of a message with its removal at hand; a query for each remover."""
    return may_restore_words(actor, removal, _places(message), author_id=message.author_id)


def may_read_removed_message(actor: Actor, message: Message) -> Verdict:
    """Reading why a message was removed, and what it said: its author, and those who may bring it back."""
    return may_read_kept(actor, _kept(actor, message))


def may_forget_removed_message(actor: Actor, message: Message) -> Verdict:
    """Letting the words of a removed message go at once: its author."""
    return may_forget_kept(actor, _kept(actor, message))


def _kept(actor: Actor, message: Message) -> Kept:
    looked_after = looks_after_talk(actor, message.room)
    return Kept(removal_of_message(message), message.author_id, _places(message), looked_after)


def _places(message: Message) -> list[Place]:
    community = message.room.community
    return [(community, None)] if community is not None else []


def looks_after_talk(actor: Actor, room: Room) -> bool:
    """Whether the actor looks after what was removed there: moderators; between two, stewards who are neither of them.

    Twin: `selectors.removals.looked_after_by`.
    """
    if room.community is not None:
        return bool(may_moderate_room(actor, room))
    return is_steward(actor) and actor.pk not in room.two
