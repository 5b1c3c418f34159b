"""How far a live session has come."""

from __future__ import annotations

from forum.chat.models import Message
from forum.gatherings.models import Gathering, Stage


def stage_of(gathering: Gathering) -> Stage:
    """Its stage, or that of a session of which nothing has begun."""
    return getattr(gathering, "stage", None) or Stage(gathering=gathering)


def announcement_of(stage: Stage) -> Message | None:
    """The message that stands above the talk; None once it was removed."""
    if stage.announced_id is None:
        return None
    rows = Message.objects.filter(pk=stage.announced_id, removed_at=None)
    return rows.select_related("author").first()
