"""How the count of what waits follows the inbox."""

from __future__ import annotations

from django.core.cache import cache

from forum.discussions.selectors.reading import unread_key
from forum.notifications.events import InboxesChanged


def count_notices_anew(event: InboxesChanged) -> None:
    """What waits is counted again when it is next shown."""
    cache.delete_many([unread_key(person_id) for person_id in event.person_ids])
