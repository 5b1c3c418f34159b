"""The room of a live session, as far as what is asked there rests on the session."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from forum.chat.models import Room
from forum.communities.models import Community
from forum.communities.selectors.reach import Reader, reach_of
from forum.communities.selectors.reading import readable_community
from forum.gatherings.models import Coming, Gathering, Host, Joint
from forum.people.models import Person

_OF_ROOM = "gathering"


def sessions_to_ask() -> QuerySet[Gathering]:
    """Sessions with what policies about their rooms ask of each."""
    joint = Joint.objects.select_related("community")
    rows = Gathering.objects.select_related("community", "stage")
    return rows.prefetch_related(Prefetch("hosts", Host.objects.all()), Prefetch("joint", joint))


def session_of(room: Room) -> Gathering | None:
    """The session to which a room belongs; read once for each room object, however many people are asked about."""
    prefetch_related_objects([room], Prefetch(_OF_ROOM, sessions_to_ask()))
    return getattr(room, _OF_ROOM, None)


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
