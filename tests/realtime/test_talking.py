"""Rooms over a real daphne, Redis and PostgreSQL: what is said arrives once, in order, and is picked up again."""

from __future__ import annotations

import pytest

from forum.chat.models import Room
from forum.people.models import Person
from tests.fixtures.site import Site
from tests.realtime.talking import say, talking

pytestmark = pytest.mark.slow


def test_two_talk_and_both_hear_the_same_bytes(site: Site, room: Room, ada: Person, bea: Person) -> None:
    with talking(site, ada) as one, talking(site, bea) as other:
        entered = [talker.enter(room.pk, 0) for talker in (one, other)]
        assert [(each["t"], each["head"], each["may"], each["mode"]) for each in entered] == [
            ("sub.ok", 0, ["write", "react"], "open")
        ] * 2
        answer = one.send(room.pk, "Good *morning*.")
        assert (answer["t"], answer["seq"]) == ("ok", 1)
        other.send(room.pk, "And to you.")
        say(ada, room, "From a page.")
        events = other.heard_events(3)
        assert [(each["seq"], each["kind"], each["by"]) for each in events] == [
            (1, "said", ada.pk), (2, "said", bea.pk), (3, "said", ada.pk),
        ]  # fmt: skip
        assert one.heard_events(3) == events


def test_who_comes_back_gets_exactly_what_they_lack(site: Site, room: Room, ada: Person, bea: Person) -> None:
    for number in range(1, 6):
        say(bea, room, f"Number {number}.")
    with talking(site, ada) as talker:
        assert talker.enter(room.pk, 2)["head"] == 5
        say(bea, room, "Number 6.")
        assert [each["seq"] for each in talker.heard_events(4)] == [3, 4, 5, 6]
        assert talker.hears_nothing()
