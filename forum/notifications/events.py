"""What happens to inboxes."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event


@dataclass(frozen=True, slots=True)
class InboxesChanged(Event):
    """Notices came, or were read: what waits for these people is another number."""

    person_ids: tuple[int, ...]
