"""Live sessions for tests."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from forum.communities.models import Community
from forum.gatherings.actions.hours import When
from forum.gatherings.actions.scheduling import schedule_gathering, schedule_series
from forum.gatherings.models import Gathering
from forum.gatherings.selectors.gatherings import with_all
from forum.people.models import Person


def when(day: date | None = None, hour: str = "12:00", minutes: int = 60, zone: str = "UTC") -> When:
    """An hour, a week from today unless a day is named."""
    chosen = day or (timezone.now() + timedelta(days=7)).date()
    return When(day=chosen, hour=time.fromisoformat(hour), minutes=minutes, zone=zone)


def words(**more: Any) -> dict[str, Any]:
    """What it says."""
    return {
        "title": "Journal club",
        "kind": "journal-club",
        "source": "We read *one* paper.",
        "agenda": [],
    } | more


def meeting(host: Person, community: Community, **more: Any) -> Gathering:
    """One that is announced, or a draft; `more` are arguments of the action or words."""
    given: dict[str, Any] = {"when": when(), "is_draft": False, "now": None, "hosts": ()}
    known = {name: more.pop(name) for name in list(more) if name in given}
    made = schedule_gathering(host=host, community=community, words=words(**more), **(given | known))
    return again(made)


def series(
    host: Person, community: Community, *, first: When, until: date, rhythm: str = "weekly", now: datetime
) -> list[Gathering]:
    """All sessions of one."""
    return schedule_series(
        host=host, community=community, when=first, rhythm=rhythm, until=until, words=words(), now=now
    )


def again(gathering: Gathering) -> Gathering:
    """As it is now, with all that policies ask."""
    return with_all(Gathering.objects.all()).get(pk=gathering.pk)
