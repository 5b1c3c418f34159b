"""The room of a live session: opened with it, held while somebody acts there, and asked about anew."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forum.chat.actions.session_rooms import open_session_room
from forum.chat.events import RoomChanged
from forum.chat.models import Room
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.known_queries import KnownQuery, prepared_cursor
from forum.core.verdicts import Refused
from forum.gatherings.models import Gathering, Joint, Stage
from forum.gatherings.selectors.gatherings import TO_COME
from forum.gatherings.selectors.talk import session_of, session_to_ask
from forum.people.models import Person

MOST_AT_ONCE = 200


@transaction.atomic
def open_rooms_of(*, gathering_id: int) -> None:
    """A room for the session, and for those of its series. Part of the action that announces it."""
    gathering = Gathering.objects.get(pk=gathering_id)
    rows = Gathering.objects.filter(pk=gathering_id)
    if gathering.series_id is not None:
        rows |= Gathering.objects.filter(series=gathering.series_id)
    _open_rooms(rows)


@transaction.atomic
def open_missing_rooms() -> int:
    """Rooms for sessions that were announced before sessions had any; how many."""
    return _open_rooms(Gathering.objects.filter(state__in=TO_COME))


def _open_rooms(rows: QuerySet[Gathering]) -> int:
    found = rows.filter(room=None).exclude(state=Gathering.State.DRAFT).order_by("pk")
    locked = list(found.select_for_update(no_key=True)[:MOST_AT_ONCE])
    for each in locked:
        open_room_of(each)
    return len(locked)


def open_room_of(gathering: Gathering) -> Room:
    """The room of a session whose row is held, opened now if it has none."""
    if gathering.room is None:
        gathering.room = open_session_room(
            community_id=gathering.community_id, key=gathering.pk, now=gathering.created_at
        )
        gathering.save(update_fields=["room"])
        Stage.objects.get_or_create(gathering=gathering)
    return gathering.room


def hold_room(person: Person, room: Room) -> None:
    """Let the session, who takes part and the person's standing there stay as they are until the transaction ends.

    Many hold it so at a time; who begins or ends it, or changes who takes part, waits. Raises Refused.
    """
    session = session_of(room)
    if session is None:
        raise Refused(_("There is no such room."))
    hold_session_shared(person, session.pk)
    room.gathering = session_to_ask(session.pk)


def hold_session_shared(person: Person, gathering_id: int) -> None:
    """The same of a session; what was read of it before may be of yesterday."""
    hold_standing(person, gathering_id)
    with prepared_cursor() as cursor:
        cursor.execute("SELECT 1 FROM forum_gathering WHERE id = %s FOR SHARE", [gathering_id])


def hold_standing(person: Person, gathering_id: int) -> None:
    """Let the communities that take part in a session, and the person's standing there, stay as they are until the
    transaction ends. The session itself is not locked: thousands vote in it.
    """
    keys = {key for (key,) in _communities_of(gathering_id)}
    lock_communities(keys)
    lock_standing(person, keys)


def _own_and_joined(gathering_id: int) -> QuerySet[Gathering, tuple[int]]:
    joined = Joint.objects.filter(gathering=gathering_id, state=Joint.State.AGREED).values_list("community")
    return Gathering.objects.filter(pk=gathering_id).values_list("community").union(joined)


_communities_of = KnownQuery(_own_and_joined)


def doubt_room_of(*, gathering_id: int) -> None:
    """Let everybody in the room be asked about anew. Part of an action that changed who may be there."""
    room_id = Gathering.objects.values_list("room", flat=True).get(pk=gathering_id)
    if room_id is not None:
        publish(RoomChanged(room_id=room_id))
