"""Changing a session of a series together with all that follow it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.models import Verb
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.gatherings.actions.hosts import Named, led_by, name_hosts, tell_who_is_named_in
from forum.gatherings.actions.hours import When, checked_clock
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.actions.log import note_gathering
from forum.gatherings.actions.scheduling import change_one, held_to_change, note_cancelled
from forum.gatherings.events import GatheringCancelled
from forum.gatherings.models import Gathering, Series
from forum.gatherings.policies.gatherings import may_change
from forum.gatherings.rhythm import shown_by
from forum.people.models import Person


@transaction.atomic
def change_following(
    *,
    host: Person,
    gathering: Gathering,
    when: When,
    words: Mapping[str, Any],
    hosts: Sequence[Named] | None = None,
    seen: str = "",
    now: datetime | None = None,
) -> list[Gathering]:
    """Change this session and those of its series that follow: all get the words, the hour, the length and the zone,
    and move by as many days as this one does. What took place, was cancelled or is a single session stays as it is.

    Those that follow are a series of their own from then on. Raises as `change_gathering` does.
    """
    moment = now or timezone.now()
    gathering = held_to_change(host, gathering, seen)
    checked_clock(when, moment)
    series = _series_of(gathering)
    spend(SETTING, host.pk)
    days = when["day"] - shown_by(gathering.host_zone, gathering.starts_at)[0]
    rows = _following(gathering)
    fresh = _split(series, gathering, when, rows, days)
    moved, named = False, []
    for row in rows:
        row.series, row.on = fresh, (row.on or when["day"]) + days
        own_day = when["day"] if row.pk == gathering.pk else shown_by(row.host_zone, row.starts_at)[0] + days
        moved |= change_one(row, When(**(when | {"day": own_day})), words, moment)
        if hosts is not None:
            named.append(name_hosts(row, led_by(host, hosts)))
    if named:
        tell_who_is_named_in(rows, named, by=host)
    if moved:
        note_gathering(Verb.GATHERING_MOVED, gathering, by=host, now=now)
    return rows


@transaction.atomic
def cancel_following(
    *, host: Person, gathering: Gathering, why: str, now: datetime | None = None
) -> list[Gathering]:
    """Let this session and those that follow it in its series not take place. Raises as `cancel_gathering` does."""
    gathering = locked_gathering(host, gathering)
    require(may_change(host, gathering))
    series = _series_of(gathering)
    spend(SETTING, host.pk)
    rows = _following(gathering)
    for row in rows:
        note_cancelled(row, why, now or timezone.now())
        publish(GatheringCancelled(gathering_id=row.pk))
    note_gathering(Verb.GATHERING_CANCELLED, gathering, by=host, reason=why.strip(), now=now)
    assert gathering.on is not None
    _end_before(gathering.on, series)
    return rows


def _end_before(day: date, series: Series) -> None:
    series.until = max(series.starts_on, day - timedelta(days=1))
    series.save(update_fields=["until"])


def _series_of(gathering: Gathering) -> Series:
    if gathering.series is None or gathering.on is None:
        raise Invalid(_("This session does not belong to a series."))
    return Series.objects.select_for_update(no_key=True).get(pk=gathering.series.pk)


def _following(gathering: Gathering) -> list[Gathering]:
    """It and the later ones that are announced, locked in the order of their days."""
    rows = Gathering.objects.select_for_update(no_key=True, of=("self",)).filter(
        Q(state=Gathering.State.SCHEDULED) | Q(pk=gathering.pk), series=gathering.series, on__gte=gathering.on
    )
    return list(rows.order_by("on"))


def _split(
    series: Series, gathering: Gathering, when: When, rows: list[Gathering], days: timedelta
) -> Series:
    """A series of its own for what follows; what was before ends the day before and goes on in it; and so does it in
    the one in which that went on.

    One that moves as a whole stays the one it is. What was cancelled or took place keeps its days, and its series.
    """
    assert gathering.on is not None
    until = max((row.on for row in rows if row.on is not None), default=gathering.on) + days
    if series.gatherings.exclude(pk__in=[row.pk for row in rows]).exists():
        fresh = Series(community=series.community, rhythm=series.rhythm, goes_on_in=series.goes_on_in)
        _end_before(gathering.on, series)
    else:
        fresh = series
    # A last Tuesday that is the fourth stays the last one, as long as nobody chooses another day.
    fresh.starts_on = gathering.on + days if days else series.starts_on
    fresh.starts_at, fresh.minutes, fresh.zone = when["hour"], when["minutes"], when["zone"]
    fresh.until = max(until, gathering.on + days)
    fresh.save()
    if fresh is not series:
        series.goes_on_in = fresh
        series.save(update_fields=["goes_on_in"])
    return fresh
