"""Which of Slack's entries somebody said, and what the others only note."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

SPOKEN: Final = frozenset({
    "", "bot_message", "me_message", "thread_broadcast", "reply_broadcast", "file_share", "file_comment",
    "file_mention",
})  # fmt: skip
_REASONS: Final = (
    (
        ("channel_join", "group_join", "channel_leave", "group_leave"),
        _lazy("They only say that somebody came or went."),
    ),
    (
        (
            *("channel_topic", "channel_purpose", "channel_name", "channel_archive", "channel_unarchive"),
            *("group_topic", "group_purpose", "group_name", "group_archive", "group_unarchive"),
        ),
        _lazy("They only say that the channel was named, described, closed or opened."),
    ),
    (("pinned_item", "unpinned_item"), _lazy("They only say that a message was pinned.")),
    (("bot_add", "bot_remove", "bot_enable", "bot_disable"), _lazy("They only say that a program was let in or out.")),
    (("tombstone", "message_deleted"), _lazy("They were deleted there.")),
)  # fmt: skip


def reason_for(subtype: str) -> str:
    """Why entries of this kind are left out, in a sentence about many of them."""
    for subtypes, reason in _REASONS:
        if subtype in subtypes:
            return str(reason)
    return _("They are notes of the software, not words of anybody (%s).") % subtype
