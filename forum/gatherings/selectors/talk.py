"""The room of a live session, as far as what is asked there rests on the session."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from forum.chat.models import Room
from forum.communities.models import Community
from forum.communities.selectors.reach import Reader, reach_of
from forum.communities.selectors.reading import readable_community
from forum.core.known_queries import KnownQuery
from forum.core.rows import already_read, hang_as_prefetched
from forum.gatherings.models import Coming, Gathering, Host, Joint
from forum.people.models import Person

_OF_ROOM = "gathering"


def sessions_to_ask() -> QuerySet[Gathering]:
    """Sessions with what policies about their rooms ask of each."""
    return _with_stage().prefetch_related(
        Prefetch("hosts", Host.objects.all()), Prefetch("joint", Joint.objects.select_related("community"))
    )


def _with_stage() -> QuerySet[Gathering]:
    return Gathering.objects.select_related("community", "stage")


_by_key = KnownQuery(lambda gathering_id: _with_stage().filter(pk=gathering_id))
_by_room = KnownQuery(lambda room_id: _with_stage().filter(room=room_id))
_hosts = KnownQuery(lambda gathering_id: Host.objects.filter(gathering=gathering_id))
_joint = KnownQuery(
    lambda gathering_id: Joint.objects.filter(gathering=gathering_id).select_related("community")
)


def session_to_ask(gathering_id: int) -> Gathering:
    """One of them as it is now, in three queries whose SQL is known. Raises Gathering.DoesNotExist."""
    found = _by_key.first(gathering_id)
    if found is None:
        raise Gathering.DoesNotExist
    return _with_sides(found)


def session_of(room: Room) -> Gathering | None:
    """The session to which a room belongs; read once for each room object, however many people are asked about."""
    known: dict[str, Gathering | None] = room._state.fields_cache
    if _OF_ROOM not in known:
        found = _by_room.first(room.pk)
        known[_OF_ROOM] = None if found is None else _with_sides(found)
    return known[_OF_ROOM]


def _with_sides(session: Gathering) -> Gathering:
    hang_as_prefetched(
        session,
        hosts=already_read(Host.objects.filter(gathering=session), _hosts(session.pk)),
        joint=already_read(Joint.objects.filter(gathering=session), _joint(session.pk)),
    )
    return session


def talks_read_by(reader: Reader) -> Q:
    """The condition on rooms under which the reader reads those of sessions. Twin: `may_read_talk`."""
    reach = reach_of(reader)
    joined = Joint.objects.filter(readable_community(reach, prefix="community__"), state=Joint.State.AGREED)
    seen = readable_community(reach, prefix="community__") | Q(pk__in=joined.values("gathering"))
    rows = Gathering.objects.filter(seen, room__isnull=False).exclude(state=Gathering.State.DRAFT)
    return Q(kind=Room.Kind.SESSION, pk__in=rows.values("room"))


def title_of_talk(room: Room) -> str:
    """What its session is called."""
    session = session_of(room)
    return session.title if session is not None else _("Room of a live session")


def people_of_talk(room: Room, communities: Iterable[Community]) -> QuerySet[Person]:
    """Who leads the session, and who comes to it through one of these communities, which the reader may know of."""
    answers = Coming.objects.filter(gathering__room=room, through__in=[each.pk for each in communities])
    coming = answers.exclude(state=Coming.State.NOT_COMING)
    leading = Host.objects.filter(gathering__room=room, person__isnull=False, is_out=False)
    return Person.objects.filter(Q(pk__in=coming.values("person")) | Q(pk__in=leading.values("person")))
