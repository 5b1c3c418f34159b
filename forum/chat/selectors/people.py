"""People who might be named with @ in a room."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, When
from django.utils import timezone

from forum.chat.models import Message, Room
from forum.chat.selectors.sessions import people_of_session
from forum.communities.models import Membership
from forum.people.models import Person
from forum.people.selectors.people import people_called

MOST_NAMED = 30
LATELY = 100  # messages


def people_to_name_in(reader: Person, room: Room, text: str) -> list[Person]:
    """Up to `MOST_NAMED` people whose handle or name begins with `text`: one of the two, or a steward or someone whose
    membership in the room's community grants them something, those first who said one of the last `LATELY` messages. In
    a live session, who talks there, or comes as far as the reader may know of it.

    The policy says who of them reads it.
    """
    people = people_called(text)
    if room.community_id is None:
        return list(people.filter(pk__in=room.two))
    granting = Q(suspended_until=None) | Q(suspended_until__lte=timezone.now())
    members = Membership.objects.filter(granting, community=room.community_id).values("person")
    talking = Message.objects.filter(room=room).order_by("-seq").values("author")[:LATELY]
    nearness = Case(When(pk__in=talking, then=0), default=1, output_field=IntegerField())
    if room.is_of_session:  # of others there, not even those may know who come through another community
        among = Q(pk__in=talking) | Q(pk__in=people_of_session(reader, room).values("pk"))
    else:
        among = Q(pk__in=members) | Q(is_steward=True)
    found = people.filter(among).annotate(nearness=nearness)
    return list(found.order_by("nearness", "handle")[:MOST_NAMED])
