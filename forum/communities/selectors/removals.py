"""What moderators have removed, as lists are cut: the same of posts, messages and questions, of which each has a row
`removal`.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

MOST_SHOWN = 100
Thing = TypeVar("Thing", bound=Model)


def latest_removed(rows: QuerySet[Thing]) -> list[Thing]:
    """Those of them that moderators have removed, the latest first."""
    removed = rows.filter(removal__isnull=False)
    return list(removed.order_by("-removal__removed_at", "-pk")[:MOST_SHOWN])


def with_words_kept(rows: QuerySet[Thing]) -> QuerySet[Thing]:
    """Those of them that moderators have removed and whose words are kept still."""
    return rows.filter(removal__isnull=False).exclude(removal__source="")
