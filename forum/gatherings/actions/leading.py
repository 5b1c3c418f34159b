"""Beginning a live session, taking it from part to part, announcing something, and ending it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.actions.messages import pin_message
from forum.chat.actions.sending import send_message
from forum.chat.events import RoomChanged
from forum.chat.models import Room
from forum.communities.actions.guarding import ask_in
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.gatherings.actions.hands import clear_hands
from forum.gatherings.actions.locking import locked_gathering
from forum.gatherings.actions.rooms import open_room_of
from forum.gatherings.actions.telling import tell_stage
from forum.gatherings.actions.voting import hold_votes_of_session_alone
from forum.gatherings.events import GatheringEnded, GatheringStarted
from forum.gatherings.models import Gathering, Stage
from forum.gatherings.phases import phases_of
from forum.gatherings.policies.gatherings import taking_part
from forum.gatherings.policies.leading import may_start, may_steer
from forum.people.models import Person

State = Gathering.State
LONGEST_PHASE = 240  # minutes


@transaction.atomic
def start_gathering(*, host: Person, gathering: Gathering, now: datetime | None = None) -> Stage:
    """Let it begin. One that has begun already goes on as it is: `changed_by` says who was first. Raises Refused or
    TooMany.
    """
    moment = now or timezone.now()
    gathering = locked_gathering(host, gathering)
    open_room_of(gathering)
    stage = held_stage(gathering)
    require(may_start(host, gathering, now=moment))
    if gathering.state == State.LIVE:
        return stage
    spend(TENDING, host.pk)
    gathering.state = State.LIVE
    gathering.save(update_fields=["state"])
    stage.started_at = moment
    let_talk_freely(gathering, stage)
    stage_changed(gathering, stage, host.pk, moment)
    publish(GatheringStarted(gathering_id=gathering.pk))
    _ask_anew(gathering)
    return stage


@transaction.atomic
def end_gathering(*, host: Person, gathering: Gathering, now: datetime | None = None) -> Stage:
    """Let it be over. One that is over already stays so. Raises Refused or TooMany."""
    gathering = locked_gathering(host, gathering)
    if gathering.state == State.CLOSED and hasattr(gathering, "stage"):
        return gathering.stage
    require(may_steer(host, gathering))
    spend(TENDING, host.pk)
    return _ended(gathering, host.pk, now or timezone.now())


@transaction.atomic
def end_by_itself(*, gathering_id: int, now: datetime) -> bool:
    """Let a session be over that nobody has ended. False where somebody was faster."""
    gathering = Gathering.objects.select_for_update(no_key=True).get(pk=gathering_id)
    if not gathering.is_to_come:
        return False
    open_room_of(gathering)
    _ended(gathering, None, now)
    return True


@transaction.atomic
def set_phase(
    *, host: Person, gathering: Gathering, phase: int, minutes: int, seen: int, now: datetime | None = None
) -> Stage:
    """Go to a part of it, for so many minutes from now; 0 for without an end. Pressed twice it is done once.

    `seen` is the revision of the stage that the host has seen. Raises ChangedMeanwhile, Refused, Invalid or TooMany.
    """
    moment = now or timezone.now()
    gathering = locked_gathering(host, gathering)
    require(may_steer(host, gathering))
    stage = held_stage(gathering)
    if not 0 <= phase < len(phases_of(gathering)):
        raise Invalid(_("There is no such part any more. Load the page again."), field="phase")
    if not 0 <= minutes <= LONGEST_PHASE:
        raise Invalid(_("A part takes at most %d minutes.") % LONGEST_PHASE, field="minutes")
    if stage.revision != seen:
        if stage.phase == phase and _lasts(stage) == timedelta(minutes=minutes):
            return stage
        raise ChangedMeanwhile(_("Something was changed here in the meantime. See where the session is now."))
    spend(TENDING, host.pk)
    stage.phase, stage.phase_since = phase, moment
    stage.phase_ends_at = moment + timedelta(minutes=minutes) if minutes else None
    stage_changed(gathering, stage, host.pk, moment)
    return stage


def _lasts(stage: Stage) -> timedelta:
    """How long its part was to take; none for without an end."""
    if stage.phase_ends_at is None or stage.phase_since is None:
        return timedelta()
    return stage.phase_ends_at - stage.phase_since


@transaction.atomic
def announce(
    *,
    host: Person,
    gathering: Gathering,
    words: str,
    client_id: UUID,
    cleared: str = "",
    now: datetime | None = None,
) -> Stage:
    """Say something that stands above the talk until something else is announced: a message of the host's, kept in
    view. The same `client_id` again announces once. Raises Refused, Invalid, Identified among them, or TooMany.
    """
    moment = now or timezone.now()
    gathering = locked_gathering(host, gathering)
    require(may_steer(host, gathering))
    ask_in(taking_part(gathering), [words])
    stage, room = held_stage(gathering), open_room_of(gathering)
    message = send_message(author=host, room=room, client_id=client_id, body=words, cleared=cleared, now=now)
    if stage.announced_id == message.pk:
        return stage
    pin_message(moderator=host, message=message, now=now)
    stage.announced = message
    stage_changed(gathering, stage, host.pk, moment)
    return stage


@transaction.atomic
def take_announcement_away(*, host: Person, gathering: Gathering, now: datetime | None = None) -> Stage:
    """Let nothing stand above the talk; what was said stays in it. Raises Refused or TooMany."""
    gathering = locked_gathering(host, gathering)
    require(may_steer(host, gathering))
    stage = held_stage(gathering)
    if stage.announced_id is None:
        return stage
    spend(TENDING, host.pk)
    stage.announced = None
    stage_changed(gathering, stage, host.pk, now or timezone.now())
    return stage


@transaction.atomic
def tell_cancelled(*, gathering_id: int, now: datetime | None = None) -> None:
    """Tell whoever listens that it does not take place; nobody waits to speak. Part of the action that cancels it."""
    moment, gathering = now or timezone.now(), Gathering.objects.get(pk=gathering_id)
    if gathering.room_id is None:
        return
    stage = held_stage(gathering)
    stage.phase_ends_at = None
    clear_hands(gathering, by_id=None, moment=moment)
    stage_changed(gathering, stage, None, moment)


def held_stage(gathering: Gathering) -> Stage:
    """Its stage as it is now, held; of a session whose row is held already."""
    Stage.objects.get_or_create(gathering=gathering)
    return (
        Stage.objects.select_for_update(no_key=True, of=("self",))
        .select_related("changed_by")
        .get(pk=gathering.pk)
    )


def _ended(gathering: Gathering, by_id: int | None, moment: datetime) -> Stage:
    if gathering.window == Gathering.Window.NONE:  # a vote is there before, or refused after
        hold_votes_of_session_alone(gathering.pk)
    stage = held_stage(gathering)
    gathering.state = State.CLOSED
    gathering.save(update_fields=["state"])
    stage.closed_at = max(moment, stage.started_at or moment)
    stage.phase_ends_at = None
    let_talk_freely(gathering, stage)
    clear_hands(gathering, by_id=by_id, moment=moment)
    stage_changed(gathering, stage, by_id, moment)
    publish(GatheringEnded(gathering_id=gathering.pk))
    _ask_anew(gathering)
    return stage


def let_talk_freely(gathering: Gathering, stage: Stage) -> None:
    """At its beginning and its end everybody talks as they like: a pace is for a while. Part of acts that hold it."""
    stage.is_locked = False
    Room.objects.filter(gathering=gathering).exclude(slow_seconds=0).update(slow_seconds=0)


def stage_changed(gathering: Gathering, stage: Stage, by_id: int | None, moment: datetime) -> None:
    """Store what was done with a session whose stage is held, and tell how far it is."""
    stage.revision += 1
    stage.changed_by_id = by_id
    stage.save()
    tell_stage(gathering, stage, by_id=by_id, at=moment)


def _ask_anew(gathering: Gathering) -> None:
    """Who may talk there is another question now."""
    assert gathering.room_id is not None
    publish(RoomChanged(room_id=gathering.room_id))
