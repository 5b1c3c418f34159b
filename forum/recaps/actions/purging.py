"""Recaps that wait to be signed and repeat what is purged."""

from __future__ import annotations

from collections import Counter

from forum.core.passages import Passages, clean_plain_words
from forum.recaps.models import Recap


def clean_recaps(passages: Passages) -> Counter[str]:
    """Take passages out of them; how many held some. Part of an action that purges. Signed ones are topics."""
    return Counter(
        quotes=clean_plain_words(Recap.objects.all(), ["title", "body"], passages, written=["changed_at"])
    )
