"""Who may read a room, write in it, and look after it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.chat.models import Room
from forum.chat.policies.sessions import may_lead_session, may_read_session, may_speak_in_session
from forum.chat.selectors.blocks import is_blocked_between, share_a_community
from forum.communities.models import Community, Role
from forum.communities.policies.communities import may_read_community, may_shape_community
from forum.communities.policies.standing import may_speak
from forum.communities.selectors.standing import role_in
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person
from forum.people.models import Person

_NO_ROOM = _("There is no such room.")
_OF_SESSION = _("This room belongs to a live session; it opens and closes with it.")
_CLOSED = _("This room is closed. It can be read, not added to.")


def may_read_room(actor: Actor, room: Room) -> Verdict:
    """Reading along: people who read the community; in a room of two those two alone. Twin: `rooms_read_by`."""
    if not is_person(actor) or not actor.is_active:
        return no(_("Sign in to read along."))
    if room.is_of_session:
        return may_read_session(actor, room)
    if room.community is None:
        return YES if actor.pk in room.two else no(_NO_ROOM)
    return YES if may_read_community(actor, room.community) else no(_NO_ROOM)


def may_write_in(actor: Actor, room: Room) -> Verdict:
    """Sending a message: members, unless the room says otherwise; of two, while neither blocks the other."""
    reads = may_read_room(actor, room)
    if not reads:
        return reads
    if room.is_of_session:
        return may_speak_in_session(actor, room)
    if room.community is None:
        return may_go_on_talking(room)
    standing = may_speak(actor, room.community)
    if not standing:
        return standing
    if room.archived_at is not None:
        return no(_CLOSED)
    if role_in(actor, room.community.pk) >= max(room.write_from, Role.GUEST):
        return YES
    if room.write_from >= Role.MODERATOR:
        return no(_("Only moderators write in this room."))
    return no(_("Only members of %s write here. Join it, and you can too.") % room.community.name)


def may_react_in(actor: Actor, room: Room) -> Verdict:
    """The small acts, which guests have too; of two, while neither blocks the other: these reach them as words do."""
    reads = may_read_room(actor, room)
    if not reads:
        return reads
    if room.is_of_session:
        return may_speak_in_session(actor, room)
    if room.community is None:
        return may_go_on_talking(room)
    if room.archived_at is not None:
        return no(_CLOSED)
    return may_speak(actor, room.community)


def may_moderate_room(actor: Actor, room: Room) -> Verdict:
    """Removing and pinning what others said: moderators of the community. A room of two has none."""
    if room.community is not None and role_in(actor, room.community.pk) >= Role.MODERATOR:
        return YES
    return no(_("Only moderators of the community can do that."))


def may_write_at_any_pace(actor: Actor, room: Room) -> bool:
    """Whom slow mode does not slow: moderators, and those who lead the live session of the room."""
    return bool(may_moderate_room(actor, room)) or (
        room.is_of_session and bool(may_lead_session(actor, room))
    )


def may_bring_history_into(actor: Actor, room: Room) -> Verdict:
    """Adding what was said elsewhere, under the names and dates that it had there: moderators, to rooms in use."""
    if room.community is None:
        return no(_("A conversation of two takes in nothing from elsewhere."))
    if room.is_of_session:
        return no(_OF_SESSION)
    moderates = may_moderate_room(actor, room)
    if not moderates:
        return moderates
    if room.community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    return YES if room.archived_at is None else no(_CLOSED)


def may_open_room(actor: Actor, community: Community) -> Verdict:
    """Opening one more room of a community: its facilitators."""
    shapes = may_shape_community(actor, community)
    if not shapes:
        return shapes
    return no(_("This community is archived; nothing can be opened in it.")) if community.archived_at else YES


def may_look_after_room(actor: Actor, room: Room) -> Verdict:
    """Describing and reopening a room: facilitators of its community. A room of two is nobody else's."""
    if room.community is None:
        return no(_("A conversation of two is nobody else's to change."))
    if room.is_of_session:
        return no(_OF_SESSION)
    return may_open_room(actor, room.community)


def may_close_room(actor: Actor, room: Room) -> Verdict:
    """Letting a room be read and not added to; the common room is always there."""
    looks_after = may_look_after_room(actor, room)
    if not looks_after:
        return looks_after
    if room.kind == Room.Kind.STANDING:
        return no(_("This is the room of the community; it closes with the community."))
    return YES


def may_talk_to(actor: Actor, person: Person) -> Verdict:
    """Opening a room of two: with whom one shares a community, unless either blocks the other."""
    if not is_person(actor) or not actor.is_active:
        return no(_("Sign in to write to somebody."))
    if actor.pk == person.pk:
        return no(_("This is you."))
    if not person.is_active or person.kind != Person.Kind.HUMAN:
        return no(_("%s cannot be written to.") % person.display_name)
    if is_blocked_between(actor.pk, person.pk) or not share_a_community(actor.pk, person.pk):
        # Said alike, so that nobody learns from it who blocks them.
        return no(
            _("You can write to people with whom you share a community, if they take messages from you.")
        )
    return YES


def may_go_on_talking(room: Room) -> Verdict:
    """Whether the two of a room of two reach each other still: neither blocks the other, and they share a community."""
    if not room.two or is_blocked_between(*room.two) or not share_a_community(*room.two):
        return no(_("Nothing can be sent in this conversation any more. What was said stays here."))
    return YES
