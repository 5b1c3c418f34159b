"""Scheduling live sessions, one or a series, changing when they are and what they say, and cancelling them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from forum.communities.models import Community
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.editions import ChangedMeanwhile, edition_of
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.markup import render_markdown
from forum.core.verdicts import Invalid, require
from forum.core.zones import zone_of
from forum.gatherings.actions.hosts import Named, led_by, name_hosts
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.events import GatheringCancelled, GatheringMoved, GatheringScheduled
from forum.gatherings.models import Gathering, Series
from forum.gatherings.models.gatherings import LONGEST_MINUTES
from forum.gatherings.policies.gatherings import may_change, may_schedule
from forum.gatherings.rhythm import days_of, ends_after, moment_by
from forum.people.models import Person

State = Gathering.State
WORDS = ("kind", "title", "source", "agenda", "capacity", "video_url")
FURTHEST_DAYS = 370


class When(TypedDict):
    """When a session is, by a clock of its hosts."""

    day: date
    hour: time
    minutes: int
    zone: str


@transaction.atomic
def schedule_gathering(
    *,
    host: Person,
    community: Community,
    when: When,
    words: Mapping[str, Any],
    is_draft: bool,
    hosts: Sequence[Named] = (),
    now: datetime | None = None,
) -> Gathering:
    """Call people together once; `words` are among `WORDS`. Raises Refused, Invalid or TooMany."""
    moment = now or timezone.now()
    _may_schedule(host, community)
    made = _made(host, community, when, words, moment)
    made.state = State.DRAFT if is_draft else State.SCHEDULED
    made.save()
    name_hosts(made, led_by(host, hosts))
    if not is_draft:
        publish(GatheringScheduled(gathering_id=made.pk))
    return made


@transaction.atomic
def schedule_series(
    *,
    host: Person,
    community: Community,
    when: When,
    rhythm: str,
    until: date,
    words: Mapping[str, Any],
    hosts: Sequence[Named] = (),
    now: datetime | None = None,
) -> list[Gathering]:
    """Call people together again and again: every session of the series, the first one first. Raises as above."""
    moment = now or timezone.now()
    _may_schedule(host, community)
    clock = _checked(when, moment)
    days = _checked_days(rhythm, when["day"], until)
    series = Series.objects.create(
        community=community, rhythm=rhythm, starts_on=when["day"], starts_at=when["hour"], minutes=when["minutes"],
        zone=clock.key, until=until,
    )  # fmt: skip
    made = [_made(host, community, When(**(when | {"day": day})), words, moment) for day in days]
    for each, day in zip(made, days, strict=True):
        each.state, each.series, each.on = State.SCHEDULED, series, day
    made = Gathering.objects.bulk_create(made)
    for each in made:
        name_hosts(each, led_by(host, hosts))
    publish(GatheringScheduled(gathering_id=made[0].pk))
    return made


@transaction.atomic
def announce_gathering(*, host: Person, gathering: Gathering, now: datetime | None = None) -> Gathering:
    """Let a draft be seen by all who may come. One that is announced already stays so. Raises Refused or TooMany."""
    gathering = locked_gathering(host, gathering)
    require(may_change(host, gathering))
    if gathering.state != State.DRAFT:
        return gathering
    if gathering.starts_at <= (now or timezone.now()):
        raise Invalid(_("Its hour is over. Choose another one first."), field="day")
    spend(SETTING, host.pk)
    gathering.state = State.SCHEDULED
    gathering.save(update_fields=["state"])
    publish(GatheringScheduled(gathering_id=gathering.pk))
    return gathering


@transaction.atomic
def change_gathering(
    *,
    host: Person,
    gathering: Gathering,
    when: When,
    words: Mapping[str, Any],
    hosts: Sequence[Named] | None = None,
    seen: str = "",
    now: datetime | None = None,
) -> Gathering:
    """Change one session; `seen` is the edition that the change began from. Raises ChangedMeanwhile and as above."""
    moment = now or timezone.now()
    gathering = locked_gathering(host, gathering)
    require(may_change(host, gathering))
    if seen and seen != edition_of_gathering(gathering):
        raise ChangedMeanwhile(_("Somebody else has changed this session in the meantime."))
    spend(SETTING, host.pk)
    change_one(gathering, when, words, moment)
    if hosts is not None:
        name_hosts(gathering, hosts)
    return gathering


def edition_of_gathering(gathering: Gathering) -> str:
    """Which edition of it a form was made from."""
    said = [getattr(gathering, name) for name in WORDS]
    return edition_of(said, gathering.starts_at, gathering.ends_at, gathering.zone, gathering.state)


@transaction.atomic
def cancel_gathering(
    *, host: Person, gathering: Gathering, why: str, now: datetime | None = None
) -> Gathering:
    """Let it not take place; who comes is told why. One that is cancelled already stays so. Raises as above."""
    gathering = locked_gathering(host, gathering)
    if gathering.state == State.CANCELLED:
        return gathering
    require(may_change(host, gathering))
    spend(SETTING, host.pk)
    was_announced = gathering.is_to_come
    note_cancelled(gathering, why, now or timezone.now())
    if was_announced:
        publish(GatheringCancelled(gathering_id=gathering.pk))
    return gathering


def _may_schedule(host: Person, community: Community) -> None:
    lock_communities([community.pk])
    lock_standing(host, [community.pk])
    require(may_schedule(host, community))
    spend(SETTING, host.pk)


def _made(
    host: Person, community: Community, when: When, words: Mapping[str, Any], now: datetime
) -> Gathering:
    made = Gathering(community=community, created_by=host, created_at=now, changed_at=now)
    _set_time(made, when, now)
    _describe(made, words)
    return made


def change_one(gathering: Gathering, when: When, words: Mapping[str, Any], now: datetime) -> None:
    """Let a session be then and say this, and tell those who come where it moved. Part of actions that hold its row."""
    before = (gathering.starts_at, gathering.ends_at)
    _set_time(gathering, when, now)
    _describe(gathering, words)
    _touch(gathering, now)
    moved = before != (gathering.starts_at, gathering.ends_at)
    if moved:
        gathering.reminded_day_at = gathering.reminded_soon_at = None
    gathering.save()
    if moved and gathering.is_to_come:
        publish(GatheringMoved(gathering_id=gathering.pk))


def note_cancelled(gathering: Gathering, why: str, now: datetime) -> None:
    """Let a session be cancelled for this reason. Part of actions that hold its row. Raises Invalid without one."""
    reason = why.strip()
    if not reason:
        raise Invalid(_("Say why, in a sentence: those who come read it."), field="why")
    gathering.state, gathering.cancelled_why = State.CANCELLED, reason
    _touch(gathering, now)
    gathering.save()


def _touch(gathering: Gathering, now: datetime) -> None:
    gathering.revision += 1
    gathering.changed_at = now


def _set_time(gathering: Gathering, when: When, now: datetime) -> None:
    clock = _checked(when, now)
    gathering.starts_at = moment_by(clock, when["day"], when["hour"])
    gathering.ends_at = ends_after(gathering.starts_at, when["minutes"])
    gathering.zone = clock.key
    if gathering.ends_at <= now:
        raise Invalid(_("This hour is over already. Choose one that is to come."), field="day")


def _checked(when: When, now: datetime) -> ZoneInfo:
    clock = zone_of(when["zone"])
    if clock is None:
        raise Invalid(_("No clock here knows this time zone. Choose another one."), field="zone")
    if not 5 <= when["minutes"] <= LONGEST_MINUTES:
        raise Invalid(_("A session takes between 5 minutes and 12 hours."), field="minutes")
    if (when["day"] - now.date()).days > FURTHEST_DAYS:
        raise Invalid(_("Choose a day within a year from now."), field="day")
    return clock


def _checked_days(rhythm: str, first: date, until: date) -> list[date]:
    if until < first:
        raise Invalid(_("It ends before it begins. Choose a later day."), field="until")
    if (until - first).days > FURTHEST_DAYS:
        raise Invalid(_("Choose an end within a year. The series can be prolonged then."), field="until")
    return list(days_of(rhythm, first, until))


def _describe(gathering: Gathering, words: Mapping[str, Any]) -> None:
    for name in set(words) & set(WORDS):
        setattr(gathering, name, words[name].strip() if isinstance(words[name], str) else words[name])
    if not gathering.title:
        raise Invalid(_("Give the session a title."), field="title")
    gathering.slug = slugify(gathering.title)[:80].strip("-_") or "session"
    gathering.html = render_markdown(gathering.source)
