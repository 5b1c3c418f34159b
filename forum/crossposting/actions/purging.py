"""What is purged of what moderators of both sides said to each other about where a topic is at home."""

from __future__ import annotations

from collections import Counter

from forum.core.passages import Passages, clean_plain_words
from forum.crossposting.models import HomeChange


def clean_words_about_homes(passages: Passages) -> Counter[str]:
    """Put a sentence in place of passages; how many rows held some. Part of the action that purges."""
    rows, when = HomeChange.objects.all(), ["created_at", "decided_at"]
    return Counter(quotes=clean_plain_words(rows, ["note", "reason"], passages, written=when))
