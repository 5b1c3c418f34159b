"""Who is told of what moderators do with what somebody said in a room."""

from __future__ import annotations

from forum.chat.events import MessageRestored, MessageTakenDown
from forum.moderation.events import WordsPurged
from forum.notifications import kinds
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import (
    latest_removal_noticed,
    message_with,
    removal_of_message_with,
)


def tell_author_of_removed_message(event: MessageTakenDown | WordsPurged) -> None:
    """Whose message a moderator has removed, or purged; each removal is an occasion of its own."""
    removal = removal_of_message_with(event.message_id) if event.message_id else None
    if removal is not None:
        message, by = removal.message, [removal.removed_by_id]
        at, occasion = removal.removed_at, removal.pk
        tell(kinds.MESSAGE_REMOVED, [message.author_id], but_for=by, about=message, occasion=occasion, at=at)


def tell_author_of_restored_message(event: MessageRestored) -> None:
    """Whose message a moderator has brought back: once after each time that they were told of its removal."""
    message = message_with(event.message_id)
    if message is not None:
        occasion = latest_removal_noticed("message-removed", message, message.author_id)
        tell(kinds.MESSAGE_RESTORED, [message.author_id], about=message, occasion=occasion, at=None)
