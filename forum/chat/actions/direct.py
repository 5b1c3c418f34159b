"""Talking alone with somebody, and not wanting to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.events import PersonBlocked, PersonUnblocked, RoomOpened
from forum.chat.models import Block, Participant, Room, pair_of
from forum.chat.policies.rooms import may_talk_to
from forum.core.events import publish
from forum.core.limits import JOINING, SETTING, spend
from forum.core.verdicts import Refused, require
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account


@transaction.atomic
def open_direct_room(*, person: Person, other: Person, now: datetime | None = None) -> Room:
    """The room of two people: the one that they have, or a new one. Raises Refused or TooMany."""
    for each in sorted((person, other), key=lambda one: one.pk):
        lock_account(each)  # who closes theirs waits, or is seen to have left
    require(may_talk_to(person, other))
    room, is_new = Room.objects.get_or_create(
        pair=pair_of(person.pk, other.pk),
        defaults={"kind": Room.Kind.DIRECT, "created_by": person, "created_at": now or timezone.now()},
    )
    if is_new:
        spend(JOINING, person.pk)
        Participant.objects.bulk_create([Participant(room=room, person=each) for each in (person, other)])
        publish(RoomOpened(room_id=room.pk))
    return room


@transaction.atomic
def block_person(*, person: Person, blocked: Person, now: datetime | None = None) -> None:
    """Let somebody send one nothing alone, and send them nothing. Twice is once. Raises Refused or TooMany."""
    if person.pk == blocked.pk:
        raise Refused(_("This is you."))
    spend(SETTING, person.pk)
    for each in sorted((person, blocked), key=lambda one: one.pk):
        lock_account(each)
    _row, is_new = Block.objects.get_or_create(
        person=person, blocked=blocked, defaults={"created_at": now or timezone.now()}
    )
    if is_new:
        publish(PersonBlocked(person_id=person.pk, blocked_id=blocked.pk))


@transaction.atomic
def unblock_person(*, person: Person, blocked: Person) -> None:
    """Take it back. Raises TooMany."""
    spend(SETTING, person.pk)
    gone, _by_model = Block.objects.filter(person=person, blocked=blocked).delete()
    if gone:
        publish(PersonUnblocked(person_id=person.pk, blocked_id=blocked.pk))
