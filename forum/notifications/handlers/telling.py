"""Telling people of something by a notice, as far as they can be told at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from forum.notifications.actions.writing import write_notices
from forum.notifications.selectors.addressees import who_can_be_told

_People = Iterable[int | None]  # ids; None where nobody is known


def tell(
    kind: str,
    people: _People,
    *,
    about: Model,
    at: datetime | None,
    but_for: _People = (),
    occasion: object = "",
) -> list[int]:
    """Tell those of them whose account is in use, but for whoever did it; the ids of these. Else as `write_notices`."""
    told = who_can_be_told(people, but_for=but_for)
    write_notices(kind, told, about=about, occasion=occasion, at=at)
    return told
