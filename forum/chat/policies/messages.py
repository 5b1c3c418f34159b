"""Who may change what was said. A message is asked about together with its room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message
from forum.chat.policies.removals import may_take_down_message
from forum.chat.policies.rooms import (
    may_go_on_talking,
    may_moderate_room,
    may_react_in,
    may_read_room,
    may_write_in,
)
from forum.chat.policies.sessions import may_lead_session
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person


def may_edit_message(actor: Actor, message: Message) -> Verdict:
    """Other words for one's own message, while one may write where it stands."""
    stands = _stands(actor, message)
    if not stands:
        return stands
    if not is_person(actor) or message.author_id != actor.pk:
        return no(_("Only its author can change a message."))
    return may_write_in(actor, message.room)


def may_read_wordings(actor: Actor, message: Message) -> Verdict:
    """Seeing what a message said before: its author alone."""
    stands = _stands(actor, message)
    if not stands:
        return stands
    if is_person(actor) and message.author_id == actor.pk:
        return YES
    return no(_("What a message said before is for its author alone."))


def may_remove_message(actor: Actor, message: Message) -> Verdict:
    """Removing a message: taking one's own back, or taking down that of somebody else."""
    if is_person(actor) and message.author_id == actor.pk:
        return may_take_back_message(actor, message)
    return may_take_down_message(actor, message)


def may_take_back_message(actor: Actor, message: Message) -> Verdict:
    """Removing what one said oneself."""
    stands = _stands(actor, message)
    if not stands:
        return stands
    if is_person(actor) and message.author_id == actor.pk:
        return YES
    return no(_("Only its author can take a message back. Moderators remove it with a reason, on its page."))


def may_react_to(actor: Actor, message: Message) -> Verdict:
    """Putting a reaction on a message that stands, and taking it off again."""
    stands = _stands(actor, message)
    return may_react_in(actor, message.room) if stands else stands


def may_pin_message(actor: Actor, message: Message) -> Verdict:
    """Keeping a message in view for everyone: a moderator, or who leads the session; in a room of two both, while they
    may go on talking.
    """
    stands = _stands(actor, message)
    if not stands:
        return stands
    if message.room.is_direct:
        return may_go_on_talking(message.room)
    moderates = may_moderate_room(actor, message.room)
    return moderates if moderates or not message.room.is_of_session else may_lead_session(actor, message.room)


def may_highlight_message(actor: Actor, message: Message) -> Verdict:
    """Marking what is worth keeping of a live session: those who lead it."""
    stands = _stands(actor, message)
    if not stands:
        return stands
    if not message.room.is_of_session:
        return no(_("Only what is said in a live session can be highlighted."))
    return may_lead_session(actor, message.room)


def may_take_message(actor: Actor, message: Message) -> Verdict:
    """Taking a message to a board: its author, or a moderator; in a room of two both, while neither blocks the other.

    Whether others are asked is for the rule of the community.
    """
    stands = _stands(actor, message)
    if not stands:
        return stands
    if message.room.is_of_session:
        return no(_("What was said in a live session stays with the session."))
    if is_person(actor) and message.author_id == actor.pk:
        return YES
    if message.room.is_direct:
        return may_write_in(actor, message.room)
    if may_moderate_room(actor, message.room):
        return YES
    return no(
        _(
            "You can take what you said yourself to a board. What others said, moderators of the community can."
        )
    )


def _stands(actor: Actor, message: Message) -> Verdict:
    reads = may_read_room(actor, message.room)
    if not reads:
        return reads
    return YES if message.removed_at is None else no(_("This message was removed in the meantime."))
