"""Who is there and where: five thousand members of one community, signed in, and its rooms."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.places import VAR, Place, enter, place_of
from bench.seed.database import is_seeded, make_database, mark_seeded

PEOPLE = 5_000
ROOMS = 200
FIRST = 1_000_000  # rooms begin at this number, so that every event of a run is as long as the next
SEEN_BY = Path(VAR / "live-world.json")


@dataclass(frozen=True, slots=True)
class World:
    """`rooms` are ids; `cookies[i]` is what the browser of the person with the i-th id sends."""

    rooms: list[int]
    cookies: list[str]


def live_place() -> Place:
    """The database of this measurement, and a Redis of its own."""
    return place_of("live")


def prepared() -> World:
    """Make the place where it is missing, and come into it: afterwards this process is an installation there."""
    place = live_place()
    enter(place)
    if not is_seeded(place) or not SEEN_BY.exists():
        make_database(place)
        _set_up()
        SEEN_BY.write_text(json.dumps(asdict(_made())))
        mark_seeded(place)
    else:
        _set_up()
    world = World(**json.loads(SEEN_BY.read_text()))
    empty_rooms()
    return world


def _set_up() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _made() -> World:
    from bench.targets import session_cookies
    from forum.chat.models import Room
    from forum.communities.models import Community, Membership
    from forum.people.models import Person

    community = Community.objects.create(name="Those who listen", slug="listeners", domain="Being heard.")
    names = [f"listener-{number}" for number in range(1, PEOPLE + 1)]
    people = Person.objects.bulk_create(
        Person(email=f"{name}@example.org", handle=name, display_name=name.title(), password="!")
        for name in names
    )
    Membership.objects.bulk_create(Membership(person=person, community=community) for person in people)
    rooms = Room.objects.bulk_create(
        Room(kind=Room.Kind.OPENED, community=community, name=f"Room {number}", slug=f"room-{number}")
        for number in range(1, ROOMS + 1)
    )
    return World([room.pk for room in rooms], session_cookies([person.pk for person in people]))


def empty_rooms() -> None:
    """Nothing is left of what was said before; what is told next has the number after `FIRST`."""
    from forum.chat.models import Message, Room, RoomEvent

    RoomEvent.objects.all().delete()
    Message.objects.all().delete()
    Room.objects.update(last_seq=FIRST)
