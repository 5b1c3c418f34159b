"""What lists and pages say of a live session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.formats import date_format

from forum.communities.models import Community
from forum.communities.policies.communities import may_read_community
from forum.core.zones import UTC, zone_of
from forum.gatherings.models import Coming, Gathering
from forum.gatherings.policies.gatherings import may_prepare, may_prolong, named_to, still_comes
from forum.gatherings.selectors.gatherings import answers_of, numbers_coming
from forum.gatherings.selectors.series import place_in_series
from forum.people.actors import Actor, is_person

VIDEO_BEFORE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Row:
    """One session in a list: whether the reader comes, and how many do. `communities` are those that take part and that
    the reader may know of, `at` is its day and hour by the reader's clock, `at_hosts` by that of its hosts, where it
    shows another hour.
    """

    gathering: Gathering
    communities: Sequence[Community]
    answer: Coming | None
    number: int
    at: str
    at_hosts: str
    is_now: bool


def rows_of(actor: Actor, gatherings: Sequence[Gathering], now: datetime) -> list[Row]:
    """The sessions in their order. Two queries."""
    clock = clock_of(actor)
    answers, numbers = answers_of(actor, list(gatherings)), numbers_coming(list(gatherings))
    return [
        Row(
            gathering=each,
            communities=named_to(actor, each),
            answer=answers.get(each.pk),
            number=numbers.get(each.pk, 0),
            at=hour_by(clock, each),
            at_hosts=hour_at_hosts(each, clock),
            is_now=is_now(each, now),
        )
        for each in gatherings
    ]


def is_now(gathering: Gathering, now: datetime) -> bool:
    """Whether it takes place at this moment."""
    return gathering.is_to_come and gathering.starts_at <= now < gathering.ends_at


def clock_of(actor: Actor) -> ZoneInfo:
    """The zone in which somebody reads: their own; of a visitor it is known to their browser alone."""
    return (zone_of(actor.time_zone) if is_person(actor) else None) or ZoneInfo(UTC)


def hour_by(clock: ZoneInfo, gathering: Gathering) -> str:
    """The day and the hour that this clock shows when it begins, and which clock it is."""
    return _shown_by(clock, gathering.starts_at)


def _shown_by(clock: ZoneInfo, moment: datetime) -> str:
    local = moment.astimezone(clock)
    return (
        f"{date_format(local, 'D')} {date_format(local, 'DATETIME_FORMAT')} ({clock.key.replace('_', ' ')})"
    )


def hour_at_hosts(gathering: Gathering, clock: ZoneInfo) -> str:
    """The same by the clock of its hosts; "" where `clock` shows the same."""
    theirs = gathering.host_zone
    same = (
        gathering.starts_at.astimezone(theirs).utcoffset()
        == gathering.starts_at.astimezone(clock).utcoffset()
    )
    return "" if same else hour_by(theirs, gathering)


def series_shown(actor: Actor, gathering: Gathering) -> dict[str, Any]:
    """Which meeting of its series it is, for who reads the community that holds it, and whether they may prolong that:
    where no meeting is left, nothing goes on. A query.
    """
    if gathering.series is None or not may_read_community(actor, gathering.community):
        return {"place": None, "can_prolong": False}
    place = place_in_series(gathering)
    return {
        "place": place,
        "last_of_series": place and place.last_at and moment_shown(clock_of(actor), place.last_at),
        "can_prolong": bool(place and place.total and may_prolong(actor, gathering)),
    }


def moment_shown(clock: ZoneInfo, moment: datetime) -> str:
    """The HTML of a day and an hour, to stand within a sentence."""
    row = {"gathering": {"starts_at": moment}, "at": _shown_by(clock, moment)}
    return render_to_string("gatherings/hour.html", {"row": row})


def video_for(actor: Actor, gathering: Gathering, answer: Coming | None, now: datetime) -> str:
    """The video link, for those who come, and those who prepare it, from a quarter of an hour before; else ""."""
    if not gathering.is_to_come or now >= gathering.ends_at + VIDEO_BEFORE:
        return ""
    if may_prepare(actor, gathering):
        return gathering.video_url
    comes = (
        answer is not None and answer.state == Coming.State.COMING and still_comes(actor, answer, gathering)
    )
    return gathering.video_url if comes and now >= gathering.starts_at - VIDEO_BEFORE else ""
