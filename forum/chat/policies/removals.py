"""Who removes what somebody else said, reads why that was done, and brings it back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message, MessageRemoval, Room
from forum.chat.policies.rooms import may_moderate_room, may_read_room
from forum.chat.selectors.removals import removal_of_message
from forum.communities.policies.ranks import may_bring_back_of
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person, is_steward

_NO_MESSAGE = _("There is no such message.")


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
    if not is_person(actor) or not looks_after_talk(actor, message.room):
        return no(_("Only moderators can bring this message back."))
    if message.author_id == actor.pk:
        return no(_("This is your own. Another moderator decides about it."))
    removal = removal_of_message(message)
    if removal is None:
        return no(_("Nobody has removed this message, or its author has taken it back."))
    return may_restore_of(actor, message, removal)


def may_restore_of(actor: Actor, message: Message, removal: MessageRemoval) -> Verdict:
    """The same, for those who look after it, of a message with its removal at hand; a query for each remover."""
    if not removal.source:
        return no(_("Its words are gone for good; nothing is left to bring back."))
    community = message.room.community
    return may_bring_back_of(actor, removal.removed_by, [(community, None)]) if community is not None else YES


def may_read_removed_message(actor: Actor, message: Message) -> Verdict:
    """Reading why a message was removed, and what it said: its author, and those who may bring it back."""
    if not is_person(actor) or removal_of_message(message) is None:
        return no(_NO_MESSAGE)
    if message.author_id == actor.pk or looks_after_talk(actor, message.room):
        return YES
    return no(_("This is for its author and for moderators."))


def may_forget_removed_message(actor: Actor, message: Message) -> Verdict:
    """Letting the words of a removed message go at once: its author."""
    if not is_person(actor) or message.author_id != actor.pk:
        return no(_("Only its author can do that."))
    removal = removal_of_message(message)
    return YES if removal and removal.source else no(_("Its words are gone already."))


def looks_after_talk(actor: Actor, room: Room) -> bool:
    """Whether the actor looks after what was removed there: moderators; between two, stewards who are neither of them.

    Twin: `selectors.removals.looked_after_by`.
    """
    if room.community is not None:
        return bool(may_moderate_room(actor, room))
    return is_steward(actor) and actor.pk not in room.two
