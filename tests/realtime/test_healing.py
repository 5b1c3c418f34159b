"""Two processes with sockets, and a Redis that fails them: everybody sees everything, once and in order."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from forum.chat.actions.reactions import react_to_message
from forum.chat.models import Message, Room, RoomEvent
from forum.chat.payloads import signature_of
from forum.communities.actions.members import leave_community
from forum.communities.models import Community
from forum.core.limits import REACTING, TALKING
from forum.discussions.models import Board, Topic
from forum.people.models import Person
from tests.factories import make_board, make_reply, make_topic
from tests.factories.people import refill
from tests.fixtures.site import Site, running_site
from tests.realtime.own_redis import OwnRedis
from tests.realtime.talking import Talker, say, talking

pytestmark = pytest.mark.slow
Two = tuple[Site, Site, OwnRedis]


@pytest.fixture
def two(transactional_db: None, tmp_path: Path) -> Iterator[Two]:
    """Two processes on one database and one Redis, with short waits. The test itself writes past that Redis."""
    own = OwnRedis(tmp_path)
    own.start()
    module = "tests.realtime.live_settings"
    try:
        with (
            running_site(module, WEFT_REDIS_URL=own.url) as one,
            running_site(module, WEFT_REDIS_URL=own.url) as other,
        ):
            yield one, other, own
    finally:
        own.kill()


def numbers_of(site: Site) -> dict[str, float]:
    """What a process counts, from /metrics."""
    with urllib.request.urlopen(f"{site.url}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return {
        name: float(value)
        for name, _, value in (line.rpartition(" ") for line in lines)
        if not name.startswith("#")
    }


def test_what_is_said_in_one_process_is_heard_in_the_other_at_once(
    two: Two, room: Room, ada: Person, bea: Person
) -> None:
    with talking(two[0], ada) as one, talking(two[1], bea) as other:
        one.enter(room.pk, 0), other.enter(room.pk, 0)
        for number in range(1, 4):
            assert one.send(room.pk, f"Number {number}.")["seq"] == 2 * number - 1
            assert other.send(room.pk, f"Number {number} too.")["seq"] == 2 * number
        assert one.heard_events(6) == other.heard_events(6)
        assert [each["seq"] for each in one.heard_events(6)] == [1, 2, 3, 4, 5, 6]
        # By Redis, and not by the sweep, which on a busy machine may look between a commit and its telling.
        assert [numbers_of(site)["weft_events_total"] for site in two[:2]] == [6, 6]


def test_what_redis_was_never_told_is_found_by_the_sweep(two: Two, room: Room, ada: Person) -> None:
    with talking(two[0], ada) as talker:
        talker.enter(room.pk, 0)
        for number in range(1, 4):
            say(ada, room, f"Number {number}.")
        assert [each["seq"] for each in talker.heard_events(3, 3)] == [1, 2, 3]
        talker.send(room.pk, "Number 4.")
        assert [each["seq"] for each in talker.heard_events(4, 3)] == [1, 2, 3, 4]
        assert numbers_of(two[0])["weft_healed_total"] == 3


@pytest.mark.parametrize("trouble", ["killed", "frozen", "emptied", "cut off"])
def test_redis_goes_and_comes_back_and_nothing_is_missed(
    two: Two, room: Room, ada: Person, bea: Person, trouble: str
) -> None:
    own = two[2]
    with talking(two[0], ada) as one, talking(two[1], bea) as other:
        one.enter(room.pk, 0), other.enter(room.pk, 0)
        one.send(room.pk, "Before.")
        one.heard_events(1), other.heard_events(1)
        if trouble == "killed":
            own.kill()
        elif trouble == "frozen":
            own.freeze()
        elif trouble == "emptied":
            own.client().flushall()
        else:
            own.client().execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        for number in range(3):
            say(bea, room, f"Meanwhile {number}.")
        assert [each["seq"] for each in other.heard_events(4, 4)] == [1, 2, 3, 4]
        assert one.heard_events(4, 4) == other.heard_events(4)
        if trouble == "killed":
            own.start()
        elif trouble == "frozen":
            beating(one, other, seconds=3)  # longer than a silence is believed
            own.thaw()
        beating(one, other, seconds=3)
        before = [numbers_of(site)["weft_healed_total"] for site in two[:2]]
        assert one.send(room.pk, "After.")["t"] == "ok"
        assert other.heard_events(5, 3)[-1]["seq"] == 5
        assert one.heard_events(5, 3) == other.heard_events(5)
        assert [numbers_of(site)["weft_healed_total"] for site in two[:2]] == before


@pytest.mark.parametrize("trouble", ["killed", "frozen"])
def test_without_redis_talk_goes_on(two: Two, room: Room, ada: Person, bea: Person, trouble: str) -> None:
    with talking(two[0], ada) as one, talking(two[1], bea) as other:
        one.enter(room.pk, 0), other.enter(room.pk, 0)
        two[2].kill() if trouble == "killed" else two[2].freeze()
        cids = [str(uuid4()) for _ in range(3)]
        asked = [
            one.say("send", room=room.pk, cid=cid, body=f"Number {number}.")
            for number, cid in enumerate(cids)
        ]
        beating(one, other, seconds=4)  # Redis is waited for once: two seconds to count, one to tell
        assert [one.until("ok", 1, id=each)["t"] for each in asked] == ["ok"] * 3
        assert [each["cid"] for each in other.heard_events(3, 2.5)] == cids
        assert Message.objects.filter(client_id__in=cids).count() == 3
        if trouble == "frozen":
            two[2].thaw()


def test_who_comes_in_while_redis_is_known_to_be_away_does_not_wait_for_it(
    two: Two, room: Room, ada: Person
) -> None:
    with talking(two[0], ada) as talker:
        talker.enter(room.pk, 0)
        two[2].kill()
        time.sleep(0.5)  # until the process knows
        began = time.monotonic()
        for _ in range(10):
            talker.say("unsub", room=room.pk)
            assert talker.enter(room.pk, 0)["t"] == "sub.ok"
        assert time.monotonic() - began < 1


def test_rights_lost_in_a_moment_without_redis_are_asked_for_when_it_is_back(
    two: Two, room: Room, ada: Person, bea: Person
) -> None:
    assert room.community is not None
    with talking(two[0], ada) as one, talking(two[1], bea) as other:
        one.enter(room.pk, 0), other.enter(room.pk, 0)
        two[2].kill()
        leave_community(person=ada, community=room.community)  # of which these processes are not told
        two[2].start()
        one.until("revoked", 5, room=room.pk)
        assert other.send(room.pk, "Among us.")["t"] == "ok"
        assert [each for each in one.heard if each["t"] == "ev"] == []


def test_rights_that_were_lost_unheard_are_lost_before_the_next_event(
    two: Two, room: Room, ada: Person, bea: Person
) -> None:
    assert room.community is not None
    with talking(two[0], ada) as talker:
        talker.enter(room.pk, 0)
        leave_community(person=ada, community=room.community)  # of which these processes are not told
        say(bea, room, "Among us.")
        talker.until("revoked", 3, room=room.pk)
        assert [each for each in talker.heard if each["t"] == "ev"] == []


def test_changes_of_a_topic_that_redis_was_never_told_are_found_by_the_sweep(
    two: Two, community: Community, ada: Person, bea: Person
) -> None:
    topic = make_topic(make_board(community), author=ada)
    streams = [f"topic:{topic.pk}", f"board:{topic.home_board_id}"]
    with talking(two[0], bea) as talker:
        asked = talker.say("watch", streams=streams)
        assert talker.until("watch.ok", id=asked)["versions"][streams[0]] == topic.version
        make_reply(topic, author=ada)
        told = {each["stream"]: each for each in (talker.until("told", 5), talker.until("told", 5))}
        assert told == {
            streams[0]: as_told(streams[0], Topic.objects.get().version),
            streams[1]: as_told(streams[1], Board.objects.get().version),
        }
        leave_community(person=bea, community=community)  # of which this process is not told
        make_reply(topic, author=ada)
        assert {talker.until("revoked", 3)["stream"] for _each in streams} == {*streams}
        assert len([each for each in talker.heard if each["t"] == "told"]) == 2


def as_told(stream: str, version: int) -> dict[str, object]:
    return {"t": "told", "stream": stream, "version": version, "kind": "changed", "d": {}}


def test_many_write_at_once_and_all_see_one_order(two: Two, room: Room, ada: Person, bea: Person) -> None:
    message = say(bea, room, "Begin.")
    kinds = ["thanks", "helped", "same", "insight"]

    def write(person: Person, name: int) -> None:
        try:
            for number in range(12):
                refill(TALKING, person), refill(REACTING, person)
                say(person, room, f"{name}: {number}")
                if number < len(kinds):
                    react_to_message(person=person, message=message, kind=kinds[number])
        finally:
            connection.close()

    with talking(two[0], ada) as one, talking(two[1], bea) as other:
        one.enter(room.pk, 0)
        stop = threading.Event()
        with ThreadPoolExecutor(4) as pool:
            jobs = [pool.submit(write, person, name) for name, person in enumerate((ada, bea, ada))]
            resumed = other.enter(room.pk, 0)
            one.send(room.pk, "In between.")
            stop.set()
            for job in jobs:
                assert not isinstance(job.exception(), AssertionError)
        assert resumed["t"] == "sub.ok"
        last = Room.objects.get(pk=room.pk).last_seq
        assert RoomEvent.objects.filter(room=room).count() == last
        assert [each["seq"] for each in one.heard_events(last)] == list(range(1, last + 1))
        assert other.heard_events(last) == one.heard_events(last)


def test_presence_and_writing_are_seen_in_both_processes(
    two: Two, room: Room, ada: Person, bea: Person
) -> None:
    with talking(two[0], ada) as one:
        one.enter(room.pk)
        with talking(two[1], bea) as other:
            other.enter(room.pk)
            assert names(one.until("eph", kind="present", d=present(ada, bea))) == ["Ada", "Bea"]
            other.until("eph", kind="present", d=present(ada, bea))
            other.say("typing", room=room.pk)
            other.say("typing", room=room.pk)
            assert one.until("eph", kind="typing")["d"]["by"]["name"] == "Bea"
            assert one.hears_nothing("eph", 0.4)
        assert names(one.until("eph", kind="present")) == ["Ada"]


@pytest.mark.parametrize("kind", ["room", "topic"])
def test_who_shows_nobody_what_they_do_is_counted_and_not_named(
    two: Two, room: Room, ada: Person, bea: Person, kind: str
) -> None:
    assert room.community is not None
    topic = make_topic(make_board(room.community), author=ada)
    show_activity(bea, "nobody")
    place = {"room": room.pk} if kind == "room" else {"stream": f"topic:{topic.pk}"}
    with talking(two[0], ada) as one, talking(two[1], bea) as other:
        for talker in (one, other):
            if kind == "room":
                talker.enter(room.pk)
            else:
                talker.say("watch", streams=[f"topic:{topic.pk}"])
        assert one.until("eph", kind="present", d={"count": 2, "people": [signature_of(ada)]}, **place)
        assert other.until("eph", kind="present", d=present(ada, bea), **place)
        beating(one, other, seconds=0.1)
        other.say("typing", **place)
        assert one.hears_nothing("eph", 0.6)
        one.say("typing", **place)
        assert other.until("eph", kind="typing", **place)["d"] == {"by": signature_of(ada)}


def show_activity(person: Person, audience: str) -> None:
    Person.objects.filter(pk=person.pk).update(activity_shown_to=audience)


def present(*people: Person) -> dict[str, object]:
    return {"count": len(people), "people": [signature_of(each) for each in people]}


def names(message: dict[str, object]) -> list[str]:
    said = message["d"]
    assert isinstance(said, dict)
    return [each["name"] for each in said["people"]]


def beating(*talkers: Talker, seconds: float) -> None:
    """Let time pass, with signs of life."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for talker in talkers:
            talker.say("beat", seen={}, active=True)
        time.sleep(0.5)
