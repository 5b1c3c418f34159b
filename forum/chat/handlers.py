"""How rooms react to what happens elsewhere."""

from __future__ import annotations

from django.core.cache import cache

from forum.chat.actions.handover import hand_over_messages
from forum.chat.actions.leaving import let_go_of_talk
from forum.chat.actions.names import renew_signature
from forum.chat.actions.rooms import open_standing_room
from forum.chat.events import MessageTakenDown, RoomRead
from forum.chat.tasks import mail_why_message_removed
from forum.communities.events import CommunityFounded
from forum.discussions.selectors.reading import unread_key
from forum.people.events import AccountClosed, PlaceholderAdopted, ProfileChanged


def open_room_of_community(event: CommunityFounded) -> None:
    """Every community has a room from the first moment."""
    open_standing_room(community_id=event.community_id)


def count_unread_anew(event: RoomRead) -> None:
    """What the person has yet to read is counted again when it is next shown."""
    cache.delete(unread_key(event.person_id))


def mail_author_of_removed_message(event: MessageTakenDown) -> None:
    """Queue the mail in the transaction of the removal, so that neither exists without the other."""
    mail_why_message_removed.defer(message_id=event.message_id)


def hand_over_messages_of_placeholder(event: PlaceholderAdopted) -> None:
    """What was imported under a name is by the person who turned out to be behind it."""
    hand_over_messages(from_id=event.placeholder_id, to_id=event.person_id)


def forget_talk(event: AccountClosed) -> None:
    """What was the person's alone goes; what they said to others is for the one who asked them."""
    let_go_of_talk(person_id=event.person_id)


def show_new_name_in_rooms(event: ProfileChanged | AccountClosed) -> None:
    """Whoever reads up on a room reads who somebody is now."""
    renew_signature(person_id=event.person_id)
