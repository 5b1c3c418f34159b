"""Scheduling live sessions, one or a series, changing when they are and what they say, and cancelling them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.models import Community, Verb
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.editions import ChangedMeanwhile, edition_of
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.markup import render_markdown
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import one_line
from forum.gatherings.actions.coming import fill_places
from forum.gatherings.actions.hosts import Named, led_by, name_hosts, tell_who_has_a_part, tell_who_is_named
from forum.gatherings.actions.hours import When, checked_clock, checked_days, set_time
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.actions.log import note_gathering
from forum.gatherings.events import GatheringCancelled, GatheringMoved, GatheringScheduled
from forum.gatherings.models import Gathering, Series
from forum.gatherings.models.gatherings import gathering_slug
from forum.gatherings.policies.gatherings import may_change, may_schedule, taking_part
from forum.people.models import Person

State = Gathering.State
WORDS = ("kind", "title", "source", "agenda", "capacity", "video_url", "window")


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
    checked_clock(when, moment)
    made = _made(host, community, when, words, moment)
    made.state = State.DRAFT if is_draft else State.SCHEDULED
    made.save()
    tell_who_is_named(made, name_hosts(made, led_by(host, hosts)), by=host)
    if not is_draft:
        _announced(made, host, moment)
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
    clock = checked_clock(when, moment)
    days = checked_days(rhythm, when["day"], until)
    series = Series.objects.create(
        community=community, rhythm=rhythm, starts_on=when["day"], starts_at=when["hour"], minutes=when["minutes"],
        zone=clock.key, until=until,
    )  # fmt: skip
    made = [_made(host, community, When(**(when | {"day": day})), words, moment) for day in days]
    for each, day in zip(made, days, strict=True):
        each.state, each.series, each.on = State.SCHEDULED, series, day
    made = Gathering.objects.bulk_create(made)
    named = [name_hosts(each, led_by(host, hosts)) for each in made]
    tell_who_is_named(made[0], named[0], by=host)
    _announced(made[0], host, moment)
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
    tell_who_has_a_part(gathering, by=host)
    _announced(gathering, host, now)
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
    gathering = held_to_change(host, gathering, seen)
    checked_clock(when, moment)
    spend(SETTING, host.pk)
    if change_one(gathering, when, words, moment):
        note_gathering(Verb.GATHERING_MOVED, gathering, by=host, now=now)
    if hosts is not None:
        tell_who_is_named(gathering, name_hosts(gathering, led_by(host, hosts)), by=host)
    return gathering


def held_to_change(host: Person, gathering: Gathering, seen: str) -> Gathering:
    """The session as it is now, locked, once it is asked whether the host may change it, having seen this edition."""
    gathering = locked_gathering(host, gathering)
    require(may_change(host, gathering))
    if seen and seen != edition_of_gathering(gathering):
        raise ChangedMeanwhile(_("Somebody else has changed this session in the meantime."))
    return gathering


def edition_of_gathering(gathering: Gathering) -> str:
    """Which edition of it a form was made from."""
    said = [getattr(gathering, name) for name in WORDS]
    led = [(row.person_id, row.name, row.part) for row in gathering.hosts.all()]
    return edition_of(said, led, gathering.starts_at, gathering.ends_at, gathering.zone, gathering.state)


@transaction.atomic
def cancel_gathering(
    *, host: Person, gathering: Gathering, why: str, now: datetime | None = None
) -> Gathering:
    """Let it not take place; who comes is told why. One that is cancelled already stays so. Raises as above.

    A draft is thrown away instead: cancelled, it would be shown to all to whom it was never announced.
    """
    gathering = locked_gathering(host, gathering)
    if gathering.state == State.CANCELLED:
        return gathering
    require(may_change(host, gathering))
    if gathering.state == State.DRAFT:
        raise Refused(_("Nobody was called together yet: this is a draft. Throw it away."))
    spend(SETTING, host.pk)
    note_cancelled(gathering, why, now or timezone.now())
    publish(GatheringCancelled(gathering_id=gathering.pk))
    note_gathering(Verb.GATHERING_CANCELLED, gathering, by=host, reason=gathering.cancelled_why, now=now)
    return gathering


def _announced(gathering: Gathering, host: Person, now: datetime | None) -> None:
    publish(GatheringScheduled(gathering_id=gathering.pk))
    note_gathering(Verb.GATHERING_SCHEDULED, gathering, by=host, now=now)


def _may_schedule(host: Person, community: Community) -> None:
    lock_communities([community.pk])
    lock_standing(host, [community.pk])
    require(may_schedule(host, community))
    spend(SETTING, host.pk)


def _made(
    host: Person, community: Community, when: When, words: Mapping[str, Any], now: datetime
) -> Gathering:
    made = Gathering(community=community, created_by=host, created_at=now, changed_at=now)
    set_time(made, when, now)
    _describe(made, words)
    return made


def change_one(gathering: Gathering, when: When, words: Mapping[str, Any], now: datetime) -> bool:
    """Let a session be then and say this; True where it was announced for another hour, and those who come are told.

    Part of actions that hold its row.
    """
    before, places = (gathering.starts_at, gathering.ends_at), gathering.capacity
    set_time(gathering, when, now)
    _describe(gathering, words)
    _touch(gathering, now)
    moved = before != (gathering.starts_at, gathering.ends_at)
    if moved:
        gathering.reminded_day_at = gathering.reminded_soon_at = None
    gathering.save()
    if gathering.is_to_come and gathering.capacity != places:
        fill_places(gathering)
    if not moved or not gathering.is_to_come:
        return False
    publish(GatheringMoved(gathering_id=gathering.pk))
    return True


def note_cancelled(gathering: Gathering, why: str, now: datetime) -> None:
    """Let a session be cancelled for this reason. Part of actions that hold its row. Raises Invalid without one."""
    reason = why.strip()
    if not reason:
        raise Invalid(_("Say why, in a sentence: those who come read it."), field="why")
    ask_in(read_by(gathering), [reason])
    gathering.state, gathering.cancelled_why = State.CANCELLED, reason
    _touch(gathering, now)
    gathering.save()


def _touch(gathering: Gathering, now: datetime) -> None:
    gathering.revision += 1
    gathering.changed_at = now


def read_by(gathering: Gathering) -> list[Community]:
    """Whose people read it; of one that is not stored yet, those of its own community."""
    return [gathering.community] if gathering.pk is None else taking_part(gathering)


def _describe(gathering: Gathering, words: Mapping[str, Any]) -> None:
    known = _texts(gathering)
    for name in set(words) & set(WORDS):
        setattr(gathering, name, words[name].strip() if isinstance(words[name], str) else words[name])
    gathering.title = one_line(gathering.title)
    if not gathering.title:
        raise Invalid(_("Give the session a title."), field="title")
    ask_in(read_by(gathering), _texts(gathering), known=known)
    gathering.slug = gathering_slug(gathering.title)
    gathering.html = render_markdown(gathering.source)


def _texts(gathering: Gathering) -> list[str]:
    return [gathering.title, gathering.source, *(part["words"] for part in gathering.agenda)]
