"""Mails about what was said in rooms; each looks once more whether what it says is still true before it goes."""

from __future__ import annotations

from forum.chat.selectors.removals import message_removed
from forum.chat.selectors.sessions import community_named
from forum.communities.actions.letters_of_removals import send_why_removed


def mail_why_message_removed(*, message_id: int) -> bool:
    """Tell an author why a moderator has removed a message of theirs. False where it stands again, or is not theirs to
    know now.
    """
    message = message_removed(message_id)
    if message is None:
        return False
    author, room = message.author, message.room
    # Who comes to a live session through another community reads that its moderators have removed it.
    community = community_named(author, room) or room.community
    return send_why_removed(
        author, message.removal, community=community, letter="message_removed", about={"message": message}
    )
