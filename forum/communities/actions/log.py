"""Keeping account of what is done with power."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from forum.communities.actions.guarding import ask_in
from forum.communities.models import Change, Community, Verb
from forum.people.models import Person


def note_change(
    verb: Verb,
    *,
    by: Person,
    community: Community | None = None,
    about: str = "",
    person: Person | None = None,
    board_key: int | None = None,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> None:
    """Add a line to the log, within the transaction of the action that does it. `details` are plain values.

    Whoever gives a reason that may identify a patient is asked here, whatever they decided. Raises AskedFirst.
    """
    ask_in([community], [reason])
    Change.objects.create(
        verb=verb,
        actor=by,
        community=community,
        about=about[:200],
        person=person,
        board_key=board_key,
        details=dict(details or {}),
        reason=reason[:500],
        created_at=now or timezone.now(),
    )
