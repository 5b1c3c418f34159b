"""What becomes of answers, calendars and parts in sessions when somebody closes their account, or is taken out."""

from __future__ import annotations

from django.db import transaction

from forum.chat.events import RoomChanged
from forum.core.events import publish
from forum.gatherings.actions.asked_by import forget_votes_of
from forum.gatherings.actions.coming import let_go_of_places
from forum.gatherings.actions.hands import forget_hands_of, hold_hands_of
from forum.gatherings.actions.taking_down import forget_removed_questions_of
from forum.gatherings.models import CalendarKey, Coming, Gathering, Host
from forum.gatherings.selectors.gatherings import TO_COME


@transaction.atomic
def let_go_of_sessions(*, person_id: int) -> None:
    """They come nowhere any more, lead nothing, and their calendars lead nowhere; who waited gets their places.
    Nothing is kept of what others removed of their questions.

    Part of an action that has asked whether they may leave.
    """
    CalendarKey.objects.filter(person=person_id).delete()
    Host.objects.filter(person=person_id).delete()
    let_go_of_places(Coming.objects.filter(person=person_id))
    forget_removed_questions_of(person_id=person_id)
    hold_hands_of(person_id=person_id)
    forget_votes_of(person_id=person_id)  # rooms are held from here on, after all else
    forget_hands_of(person_id=person_id)


@transaction.atomic
def lead_no_more(*, person_id: int, community_id: int) -> None:
    """Somebody was taken out of a community, which everybody may read perhaps: they neither lead its sessions nor speak
    in them any more. What took place names them still. Part of an action that holds the community.
    """
    parts = Host.objects.filter(person=person_id, gathering__community=community_id, is_out=False)
    open_still = parts.exclude(gathering__room=None).exclude(gathering__state=Gathering.State.ARCHIVED)
    rooms = list(open_still.values_list("gathering__room", flat=True))
    parts.filter(gathering__state__in=[Gathering.State.DRAFT, *TO_COME]).delete()
    parts.update(is_out=True)
    for room_id in rooms:
        publish(RoomChanged(room_id=room_id))
