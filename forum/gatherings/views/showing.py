"""What lists and pages say of a live session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forum.communities.models import Community
from forum.gatherings.models import Coming, Gathering
from forum.gatherings.policies.gatherings import may_prepare, taking_part
from forum.gatherings.selectors.gatherings import answers_of, numbers_coming
from forum.people.actors import Actor

VIDEO_BEFORE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Row:
    """One session in a list: whether the reader comes, and how many do. `at_hosts` is its hour by their clock, where
    that is another one than the reader's.
    """

    gathering: Gathering
    communities: Sequence[Community]
    answer: Coming | None
    number: int
    at_hosts: str
    is_now: bool


def rows_of(actor: Actor, gatherings: Sequence[Gathering], now: datetime) -> list[Row]:
    """The sessions in their order. Two queries."""
    answers, numbers = answers_of(actor, list(gatherings)), numbers_coming(list(gatherings))
    return [
        Row(
            gathering=each,
            communities=taking_part(each),
            answer=answers.get(each.pk),
            number=numbers.get(each.pk, 0),
            at_hosts=hour_at_hosts(each),
            is_now=is_now(each, now),
        )
        for each in gatherings
    ]


def is_now(gathering: Gathering, now: datetime) -> bool:
    """Whether it takes place at this moment."""
    return gathering.is_to_come and gathering.starts_at <= now < gathering.ends_at


def hour_at_hosts(gathering: Gathering) -> str:
    """The day and the hour by the clock of its hosts, with their zone; "" where the reader's clock shows the same."""
    local = gathering.starts_at.astimezone(gathering.host_zone)
    here = timezone.localtime(gathering.starts_at)
    if local.utcoffset() == here.utcoffset():
        return ""
    return _("%(moment)s in %(zone)s") % {
        "moment": date_format(local, "DATETIME_FORMAT"),
        "zone": gathering.zone.replace("_", " "),
    }


def video_for(actor: Actor, gathering: Gathering, answer: Coming | None, now: datetime) -> str:
    """The video link, for those who come, and those who prepare it, from a quarter of an hour before; else ""."""
    if not gathering.is_to_come or now >= gathering.ends_at + VIDEO_BEFORE:
        return ""
    if may_prepare(actor, gathering):
        return gathering.video_url
    comes = answer is not None and answer.state == Coming.State.COMING
    return gathering.video_url if comes and now >= gathering.starts_at - VIDEO_BEFORE else ""
