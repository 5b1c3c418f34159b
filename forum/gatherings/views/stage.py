"""What the page of a live session shows of how far it is: its part, the time that is left, and what was announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message
from forum.chat.views.places import address_of
from forum.core.markup import safe
from forum.core.verdicts import Sentence
from forum.gatherings.models import Gathering, Stage
from forum.gatherings.models.stage import closes_at, ended_at, opens_at, pace_of
from forum.gatherings.phases import phases_of
from forum.gatherings.policies.leading import may_pace, may_set_window, may_start, may_steer
from forum.gatherings.policies.talk import is_open, is_over
from forum.gatherings.selectors.stage import announcement_of, stage_of
from forum.gatherings.views.timeline import words_of_moments

State = Gathering.State
_PACES: dict[str, Sentence] = {
    "free": _("everybody, as they like"),
    "slow": _("everybody, one message in 10 seconds"),
    "slower": _("everybody, one message a minute"),
    "locked": _("those who lead it alone"),
}


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """A part of the session on its page; `number` counts from 0."""

    number: int
    words: Sentence
    minutes: int
    is_now: bool
    is_done: bool


def stage_shown(request: HttpRequest, gathering: Gathering, now: datetime) -> dict[str, Any]:
    """The context of gatherings/live.html, but for its talk and its questions. Two queries at most."""
    stage = stage_of(gathering)
    announced = announcement_of(stage)
    phases = _phases(gathering, stage)
    return {
        "stage": stage,
        "said": words_of_moments(),
        "phases": phases,
        "next_phase": next((each for each in phases if not each.is_done and not each.is_now), None),
        "phase_ends_at": stage.phase_ends_at if gathering.state == State.LIVE else None,
        "minutes_left": _minutes_left(stage, now),
        "announcement": _announcement(announced),
        "is_live": gathering.state == State.LIVE,
        "is_open": is_open(gathering, now),
        "is_talk_over": is_over(gathering, now),
        "opens_at": opens_at(gathering),
        "closes_at": closes_at(gathering),
        "can_start": gathering.state == State.SCHEDULED and bool(may_start(request.user, gathering, now=now)),
        "can_steer": bool(may_steer(request.user, gathering)),
        "is_past": gathering.state in {State.CLOSED, State.ARCHIVED},
        "windows": _windows(gathering, now) if may_set_window(request.user, gathering, now=now) else [],
        "paces": _paces(gathering, stage) if may_pace(request.user, gathering, now=now) else [],
    }


def _paces(gathering: Gathering, stage: Stage) -> list[tuple[str, Sentence, bool]]:
    """At what pace people may talk: each with its words, and whether it is that of now."""
    assert gathering.room is not None
    now = pace_of(stage, gathering.room)
    return [(name, words, name == now) for name, words in _PACES.items()]


def _windows(gathering: Gathering, now: datetime) -> list[tuple[int, Sentence, bool]]:
    """For how long people may add to it: hours, words, and whether it is so now. What has passed is no choice but one:
    that nobody does from now on.
    """
    ended = ended_at(gathering)
    found: list[tuple[int, Sentence, bool]] = [
        (Gathering.Window.NONE, _("no longer, from now on and for good"), False)
    ]
    for each in Gathering.Window:
        if ended + timedelta(hours=each.value) > now:
            found.append((each.value, each.label, each.value == gathering.window))
    return found


def _phases(gathering: Gathering, stage: Stage) -> list[ShownPhase]:
    has_begun = gathering.state != State.SCHEDULED
    here = stage.phase if has_begun and stage.phase is not None else -1
    is_over = gathering.state in {State.CLOSED, State.ARCHIVED}
    return [
        ShownPhase(number, each.words, each.minutes, number == here and not is_over, number < here or is_over)
        for number, each in enumerate(phases_of(gathering))
    ]


def _minutes_left(stage: Stage, now: datetime) -> int | None:
    """Whole minutes, the one that runs included; 0 where the time is up, None where none was set."""
    if stage.phase_ends_at is None:
        return None
    return max(0, -int((now - stage.phase_ends_at).total_seconds() // 60))


def _announcement(message: Message | None) -> dict[str, Any] | None:
    if message is None:
        return None
    return {"author": message.author, "html": safe(message.html), "url": address_of(message)}
