"""Words on their way as pages show them, and who will read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from forum.chat.models import Message
from forum.core.markup import safe
from forum.discussions.models import Board
from forum.discussions.readers import readers_to_come
from forum.lifting.blocks import block_of


def blocks_of(messages: Iterable[Message]) -> SafeString:
    """The messages as they would stand below a post."""
    return safe("".join(block_of(each.html, each.author, each.created_at) for each in messages))


def readers_in_words(boards: Sequence[Board]) -> str:
    """Who will read it, a sentence for each board."""
    return " ".join(str(readers_to_come(board)) for board in boards)
