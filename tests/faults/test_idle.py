"""A socket on which nothing happens for longer than anybody's time-outs."""

from __future__ import annotations

import time
import urllib.request

import pytest

from forum.chat.models import Room
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person
from tests.fixtures.site import Site, running_site
from tests.realtime.talking import Talker, say, talking

pytestmark = pytest.mark.slow
MINUTE = 66.0


def connections_to_redis(site: Site) -> str:
    with urllib.request.urlopen(f"{site.url}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    return next(line for line in text.splitlines() if line.startswith("weft_redis_connections_total"))


def rest(talker: Talker, seconds: float) -> list[dict[str, object]]:
    """Let time pass with nothing but signs of life; what came that was no answer to them."""
    deadline, due, heard = time.monotonic() + seconds, 0.0, []
    while (now := time.monotonic()) < deadline:
        if now > due:
            talker.say("beat", seen={}, active=True)
            due = now + 20
        try:
            message = talker.next(min(due, deadline) - now)
        except TimeoutError:
            continue
        if message["t"] != "beat":
            heard.append(message)
    return heard


def test_after_a_quiet_minute_what_is_said_arrives_at_once(transactional_db: None) -> None:
    community = make_community(visibility="private")
    room = Room.objects.select_related("community").get(community=community)
    ada: Person = make_member(community, make_person("Ada"))
    with running_site(WEFT_REDIS_PREFIX="idle") as site, talking(site, ada) as talker:
        talker.enter(room.pk, 0)
        before = connections_to_redis(site)
        heard = rest(talker, MINUTE)
        assert {each["t"] for each in heard} <= {"eph"}
        assert connections_to_redis(site) == before
        began = time.monotonic()
        assert talker.send(room.pk, "After a minute.")["t"] == "ok"
        assert [each["seq"] for each in talker.heard_events(1, 2)] == [1]
        assert time.monotonic() - began < 2
        say(ada, room, "By another process, which Redis of this prefix is not told of.")
        assert [each["seq"] for each in talker.heard_events(2, 8)] == [1, 2]
