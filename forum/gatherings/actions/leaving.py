"""What becomes of answers, calendars and parts in sessions when somebody closes their account."""

from __future__ import annotations

from django.db import transaction

from forum.gatherings.actions.asked_by import forget_votes_of
from forum.gatherings.actions.coming import let_go_of_places
from forum.gatherings.actions.hands import forget_hands_of, hold_hands_of
from forum.gatherings.models import CalendarKey, Coming, Host


@transaction.atomic
def let_go_of_sessions(*, person_id: int) -> None:
    """They come nowhere any more, lead nothing, and their calendars lead nowhere; who waited gets their places.

    Part of an action that has asked whether they may leave.
    """
    CalendarKey.objects.filter(person=person_id).delete()
    Host.objects.filter(person=person_id).delete()
    let_go_of_places(Coming.objects.filter(person=person_id))
    hold_hands_of(person_id=person_id)
    forget_votes_of(person_id=person_id)  # rooms are held from here on, after all else
    forget_hands_of(person_id=person_id)
