"""An archive comes into a room that people have open: they are told to load it anew and get none of its lines."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from forum.chat.actions.history import HistoryLine, bring_history_in, words_from_html
from forum.chat.events import HistoryBroughtIn
from forum.chat.models import Room
from forum.core import events as bus
from forum.people.models import Person
from tests.factories import make_placeholder, make_steward
from tests.fixtures.site import Site
from tests.realtime.talking import say, talking

pytestmark = pytest.mark.slow


def bring_in(room: Room, count: int) -> None:
    author = make_placeholder()
    lines = [
        HistoryLine(str(number), uuid4(), author, words_from_html(f"<p>Old {number}.</p>"), timezone.now())
        for number in range(count)
    ]
    bring_history_in(importer=make_steward(), room=room, lines=lines)


@pytest.mark.parametrize("is_told", [True, False])
def test_who_has_the_room_open_loads_it_anew_and_is_sent_nothing_old(
    site: Site, room: Room, ada: Person, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    if not is_told:  # Redis lost it: the sweep finds that the room has grown
        monkeypatch.setitem(bus._outside, HistoryBroughtIn, [])
    say(ada, room, "Before.")
    with talking(site, ada) as talker:
        talker.enter(room.pk, 1)
        bring_in(room, 700)
        assert talker.until("reset", 15) == {"t": "reset", "id": 0, "room": room.pk, "head": 701}
        say(ada, room, "After, to nobody who has not come back.")
        assert talker.hears_nothing("ev") and [each for each in talker.heard if each["t"] == "ev"] == []
        assert talker.enter(room.pk, 702)["t"] == "sub.ok"
        say(ada, room, "After.")
        assert [each["seq"] for each in talker.heard_events(1)] == [703]


def test_what_is_read_later_says_that_it_is_old(site: Site, room: Room, ada: Person) -> None:
    bring_in(room, 2)
    with talking(site, ada) as talker:
        talker.enter(room.pk, 0)
        assert [each["d"]["history"] for each in talker.heard_events(2)] == [True, True]
