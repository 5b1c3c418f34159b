"""What is behind the address of a calendar, as far as its owner may see it when it is fetched."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

from forum.gatherings.models import CalendarKey, Coming, Gathering
from forum.gatherings.selectors.gatherings import gatherings_seen_by, with_all
from forum.people.models import Person

PAST = timedelta(days=90)
MOST_IN_CALENDAR = 500
_SIGNER = Signer(salt="forum.gatherings.calendars", sep=".")
_KEPT = (Gathering.State.SCHEDULED, Gathering.State.LIVE, Gathering.State.CLOSED, Gathering.State.CANCELLED)


def word_of(key: CalendarKey) -> str:
    """The secret part of its address."""
    return _SIGNER.sign(key.nonce)


def key_behind(word: str) -> CalendarKey | None:
    """The key of an address, with its owner; None where it was never given, was taken back, or the owner is gone."""
    try:
        nonce = _SIGNER.unsign(word)
    except BadSignature:
        return None
    rows = CalendarKey.objects.select_related("person", "community")
    return rows.filter(nonce=nonce, person__is_active=True).first()


def keys_of(person: Person) -> list[CalendarKey]:
    """The addresses that a person has, their own first."""
    rows = CalendarKey.objects.filter(person=person).select_related("community")
    return sorted(rows, key=lambda row: row.community.name if row.community else "")


def gatherings_in_calendar(key: CalendarKey, *, now: datetime) -> list[Gathering]:
    """The sessions that it shows: of a person all to which they said that they come, or wait for a place; of a
    community all of it. Those that were cancelled stay in it, so that calendars strike them out.
    """
    rows = gatherings_seen_by(key.person).filter(state__in=_KEPT, ends_at__gt=now - PAST)
    if key.community is not None:
        rows = rows.filter(community=key.community) | rows.filter(
            joint__community=key.community, joint__state="agreed"
        )
    else:
        answers = Coming.objects.filter(
            person=key.person, state__in=[Coming.State.COMING, Coming.State.WAITING]
        )
        rows = rows.filter(pk__in=answers.values("gathering"))
    return list(with_all(rows.distinct()).order_by("starts_at", "pk")[:MOST_IN_CALENDAR])
