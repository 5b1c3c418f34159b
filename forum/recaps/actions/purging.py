"""Recaps that wait to be signed and repeat what is purged."""

from __future__ import annotations

from collections import Counter

from forum.core.passages import Passages
from forum.recaps.models import Recap


def clean_recaps(passages: Passages) -> Counter[str]:
    """Take passages out of them; how many held some. Part of an action that purges. Signed ones are topics.

    A page on which somebody writes one is of yesterday then: it would bring the words back.
    """
    rows = Recap.objects.filter(signed_at=None).order_by("pk")
    held = [row.pk for row in rows.iterator(chunk_size=500) if _cleaned(row, passages)]
    return Counter(quotes=sum(_clean(key, passages) for key in held))


def _clean(key: int, passages: Passages) -> bool:
    """As it is by now."""
    row = Recap.objects.select_for_update(no_key=True).get(pk=key)
    fresh = _cleaned(row, passages)
    if fresh:
        Recap.objects.filter(pk=key).update(**fresh, revision=row.revision + 1)
    return bool(fresh)


def _cleaned(row: Recap, passages: Passages) -> dict[str, str]:
    """Its words without passages, by column; those columns alone that held some."""
    fresh = {name: passages.without(getattr(row, name), row.changed_at) for name in ("title", "body")}
    most = Recap._meta.get_field("title").max_length
    fresh["title"] = fresh["title"][:most]
    return {name: text for name, text in fresh.items() if text != getattr(row, name)}
