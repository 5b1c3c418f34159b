"""Mails about what was said in rooms; each looks once more whether what it says is still true before it goes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forum.chat.selectors.removals import message_removed
from forum.chat.selectors.sessions import community_named
from forum.communities.selectors.reading import communities_known_to
from forum.core.letters import send_letter
from forum.network.selectors import ground
from forum.people.selectors.addresses import is_address_confirmed


def mail_why_message_removed(*, message_id: int) -> bool:
    """Tell an author why a moderator has removed a message of theirs. False where it stands again, or is not theirs to
    know now.
    """
    message = message_removed(message_id)
    if message is None or not message.author.is_active or not message.author.email:
        return False
    author, room = message.author, message.room
    # Who comes to a live session through another community reads that its moderators have removed it.
    community = community_named(author, room) or room.community
    if not is_address_confirmed(author):
        return False
    if community is not None and not communities_known_to(author).filter(pk=community.pk).exists():
        return False
    removal = message.removal
    someone = _("A moderator") if community is not None else _("A steward of the network")
    context = {
        "message": message,
        "author": author,
        "community": community,
        "moderator": removal.removed_by.display_name if removal.removed_by else str(someone),
        "reason": removal.reason,
        "network_name": ground().name,
    }
    send_letter("message_removed", to=str(author.email), context=context)
    return True
