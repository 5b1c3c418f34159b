"""Carrying out what somebody wished when they closed their account, or going on with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from forum.chat.actions.leaving import (
    let_go_of_talk,
    take_back_some_message_reactions,
    take_back_some_messages,
)
from forum.chat.actions.names import renew_signature
from forum.communities.actions.leaving import end_belonging
from forum.core.events import publish
from forum.core.signs_of_life import SILENCE
from forum.crossposting.actions.leaving import take_back_proposals, take_back_some_notes
from forum.discussions.actions.leaving import (
    let_go_of_own_things,
    take_back_some_posts,
    take_back_some_reactions,
)
from forum.discussions.actions.names import renew_name
from forum.gatherings.actions.asked_by import renew_asker, take_back_some_questions
from forum.gatherings.actions.leaving import let_go_of_sessions
from forum.gatherings.actions.taking_materials_away import take_some_files_away
from forum.lifting.actions.ending import decline_and_withdraw_all
from forum.lifting.actions.standing import renew_name_in_lifts, take_out_some_words
from forum.people.actions.leaving import end_sessions, forget_account_rows
from forum.personal_data.events import DepartureBegun
from forum.personal_data.models import Departure


class Superseded(Exception):
    """A later attempt carries on."""


def see_off(*, departure_id: int, attempt: int) -> Departure:
    """Let go of what came in while the account was closing, and take back what is to be taken back."""
    departure = Departure.objects.select_related("person").get(pk=departure_id)
    if departure.attempt != attempt or departure.ended_at is not None:
        return departure
    try:
        _in_turn(departure, partial(_sweep, departure))
        _in_turn(departure, partial(_show_new_name, departure))
        if departure.wish == Departure.Wish.BLANK:
            person = departure.person
            for act in (
                partial(take_back_some_reactions, person=person),
                partial(take_back_some_posts, person=person, now=departure.closed_at),
                partial(take_out_some_words, person=person),
                partial(take_back_some_notes, person=person),
                partial(take_back_some_message_reactions, person=person, now=departure.closed_at),
                partial(take_back_some_messages, person=person, now=departure.closed_at),
                partial(take_back_some_questions, person=person, now=departure.closed_at),
                partial(take_some_files_away, person=person),
            ):
                while _in_turn(departure, act):
                    pass
    except Superseded:
        return Departure.objects.get(pk=departure_id)
    return _ended(departure)


def resume_abandoned_departures(now: datetime | None = None) -> list[Departure]:
    """Let every departure go on that gives no sign of life."""
    moment = now or timezone.now()
    silent = Q(touched_at__lt=moment - SILENCE) | Q(touched_at=None, closed_at__lt=moment - SILENCE)
    waiting = Departure.objects.filter(silent, ended_at=None).order_by("pk")
    return [_resumed(departure, moment) for departure in waiting]


@transaction.atomic
def _resumed(departure: Departure, moment: datetime) -> Departure:
    locked = Departure.objects.select_for_update().get(pk=departure.pk)
    if locked.attempt == departure.attempt and locked.ended_at is None:
        locked.attempt, locked.touched_at = locked.attempt + 1, moment
        locked.save(update_fields=["attempt", "touched_at"])
        publish(DepartureBegun(departure_id=locked.pk, attempt=locked.attempt))
    return locked


def _in_turn(departure: Departure, act: Callable[[], int]) -> int:
    """Do a part of it, all or nothing, if it is still this attempt's; how much of the whole that was."""
    with transaction.atomic():
        done = act()
        # Last, so that topics are locked in the order of everyone else who writes in them.
        locked = Departure.objects.select_for_update().get(pk=departure.pk)
        if locked.attempt != departure.attempt:
            raise Superseded
        Departure.objects.filter(pk=departure.pk).update(done=F("done") + done, touched_at=timezone.now())
    return done


def _sweep(departure: Departure) -> int:
    person = departure.person
    end_belonging(person_id=person.pk, addresses=(), now=departure.closed_at)
    let_go_of_own_things(person_id=person.pk)
    decline_and_withdraw_all(person_id=person.pk)
    take_back_proposals(person_id=person.pk)
    let_go_of_talk(person_id=person.pk)
    let_go_of_sessions(person_id=person.pk)
    forget_account_rows(person)
    end_sessions(person)
    return 0


def _show_new_name(departure: Departure) -> int:
    renew_name(person_id=departure.person_id)
    renew_name_in_lifts(person_id=departure.person_id)
    renew_signature(person_id=departure.person_id)
    renew_asker(person_id=departure.person_id)
    return 0


@transaction.atomic
def _ended(departure: Departure) -> Departure:
    locked = Departure.objects.select_for_update().get(pk=departure.pk)
    if locked.attempt == departure.attempt:
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
    return locked
