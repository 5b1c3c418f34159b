"""What a person was told of, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forum.notifications.kinds import KINDS
from forum.notifications.selectors.inbox import notices_seen_by, titles_for
from forum.people.models import Person


def told_to(person: Person) -> Iterator[dict[str, Any]]:
    """Each as it says it now, the oldest first; what they may see no longer is left out, as in their inbox."""
    notices = list(notices_seen_by(person).order_by("created_at", "pk"))
    titles = titles_for(person, notices)
    for notice in notices:
        yield {
            "kind": notice.kind,
            "says": KINDS[notice.kind].says(notice, titles),
            "told_at": notice.created_at,
            "read_at": notice.read_at,
        }
