"""How letters name the network that sends them: as its stewards have called it."""

from __future__ import annotations

from forum.core.letters import sent_as
from forum.network.selectors import ground


def subject_line(subject: str) -> str:
    """The subject with the network's name before it."""
    return f"[{ground().name}] {subject}"


def sender() -> str:
    """Who letters are from."""
    return sent_as(ground().name)
