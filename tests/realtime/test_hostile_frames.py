"""Whatever a client sends, its socket ends with a reason or goes on, never with an error of ours."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from uuid import uuid4

import pytest

from forum.chat.models import Message, Room
from forum.core.limits import TALKING
from forum.people.models import Person
from tests.factories.people import refill
from tests.fixtures.site import Site, running_site
from tests.realtime.talking import BINARY, PING, TEXT, Closed, cookie_of, open_talker, say, talking

pytestmark = pytest.mark.slow
HELLO = b'{"t":"hello","v":1}'


@pytest.fixture(scope="module")
def _small_site(django_db_setup: None) -> Iterator[Site]:
    with running_site("tests.realtime.live_settings") as site:
        yield site


@pytest.fixture
def small(_small_site: Site, transactional_db: None) -> Site:
    """A site with short waits and small bounds."""
    return _small_site


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"{",
        b"\x00",
        b"[" * 65_000,
        b'{"a":' * 10_000,
        b"1" * 60_000,
        b"null",
        b'{"t":"nonsense"}',
        b'{"t":"sub","id":1,"room":{"$gt":0}}',
        b'{"t":"sub","id":1,"room":99999999999999999999}',
        b'{"t":"send","id":1,"room":1,"cid":"1","body":"x"}',
        b'{"t":"hello","v":1}',
        b'{"t":"beat","seen":{"__proto__":1},"active":true}',
        b'{"t":"watch","id":1,"streams":["topic:99999999999999999999"]}',
        b'{"t":"watch","id":1,"streams":["notices"]}',
        b'{"t":"typing","stream":["topic:1"]}',
    ],
    ids=range(16),
)
def test_what_is_no_message_is_answered_and_the_socket_goes_on(site: Site, ada: Person, frame: bytes) -> None:
    with talking(site, ada) as talker:
        talker.frame(frame)
        assert talker.until("err")["code"] in {"malformed", "unknown"}
        assert talker.enter(999)["code"] == "refused"


def test_bytes_are_no_message_and_many_mistakes_are_an_old_page(site: Site, ada: Person) -> None:
    with talking(site, ada) as talker:
        for _ in range(6):
            talker.frame(HELLO, BINARY)
        ended = talker.ending()
        assert (ended.code, [each["code"] for each in talker.heard[1:]]) == (4426, ["malformed"] * 6)


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([(b"x" * 65_537, TEXT)], 1009),
        ([(b"x" * 2_000_000, TEXT)], 1009),
        ([(b"\xff\xfe", TEXT)], 1007),
        ([(b"x" * 126, PING)], 1002),
        ([(b"x", 3)], 1002),
        ([(b'{"t":"typing","room":1}', TEXT)] * 300, 4429),
    ],
    ids=["big", "huge", "no text", "long ping", "no opcode", "flood"],
)
def test_what_is_no_frame_ends_with_the_reason_of_the_standard(
    site: Site, ada: Person, frames: list[tuple[bytes, int]], code: int
) -> None:
    with talking(site, ada) as talker:
        try:
            for payload, opcode in frames:
                talker.frame(payload, opcode)
        except OSError:
            assert code == 1009  # the server has hung up on the rest of it
        assert talker.ending().code == code
    with talking(site, ada) as talker:
        assert talker.enter(1)["t"] == "err"


def test_another_version_and_no_greeting_at_all(site: Site, small: Site, ada: Person) -> None:
    talker = open_talker(site, cookie_of(ada))
    talker.say("hello", v=2)
    assert talker.ending().code == 4426
    talker = open_talker(site, cookie_of(ada))
    talker.say("sub", room=1)
    assert (talker.next()["code"], talker.hears_nothing("sub.ok", 0.2)) == ("malformed", True)
    assert open_talker(small, cookie_of(ada)).ending(5).code == 4408


def test_many_messages_are_put_off_and_none_is_made_twice(site: Site, room: Room, ada: Person) -> None:
    with talking(site, ada) as talker:
        cid = str(uuid4())
        first = [talker.send(room.pk, "Once.", cid) for _ in range(3)]
        assert [(each["t"], each["seq"]) for each in first] == [("ok", 1)] * 3
        answers = [talker.send(room.pk, f"Number {number}.") for number in range(12)]
        put_off = [each for each in answers if each["t"] == "err"]
        assert (len(put_off) >= 4, {each["code"] for each in put_off}) == (True, {"rate"})
        assert all(each["retry"] >= 1 for each in put_off)
        refill(TALKING, ada)
        assert Message.objects.filter(room=room).count() == 1 + 12 - len(put_off)


def test_refusals_come_with_the_sentence_and_what_to_do(
    site: Site, room: Room, ada: Person, bea: Person
) -> None:
    message = say(bea, room, "Mine.")
    with talking(site, ada) as talker:
        assert talker.send(room.pk, " ")["code"] == "invalid"
        edit = {"op": "edit", "target": message.pk, "data": {"body": "Yours.", "revision": 1}}
        asked = talker.say("act", room=room.pk, cid=str(uuid4()), **edit)
        refusal = talker.until("err", id=asked)
        assert (refusal["code"], refusal["say"]) == ("refused", "Only its author can change a message.")
        thank = {"op": "react", "target": message.pk, "data": {"kind": "thanks"}}
        asked = talker.say("act", room=room.pk, cid=str(uuid4()), **thank)
        assert talker.until("ok", id=asked)["seq"] is None
        talker.say("read", room=room.pk, seq=2)
        talker.say("unsub", room=room.pk)
        assert talker.enter(room.pk, 1)["head"] == 2
        assert talker.heard_events(1)[0]["d"]["counts"] == {"thanks": 1}


def test_the_oldest_page_makes_room_and_one_page_follows_so_many_rooms(
    small: Site, room: Room, ada: Person
) -> None:
    with talking(small, ada) as first, talking(small, ada) as second, talking(small, ada) as third:
        assert first.ending().code == 4409
        assert second.enter(room.pk)["t"] == "sub.ok"
        assert third.enter(room.pk)["t"] == "sub.ok"


def test_a_socket_that_is_silent_is_let_go_and_one_that_beats_stays(small: Site, ada: Person) -> None:
    with talking(small, ada) as silent, talking(small, ada) as alive:
        for _ in range(5):
            alive.say("beat", seen={}, active=True)
            assert alive.hears_nothing(seconds=0.8)
        assert silent.ending(1).code == 4408


def test_who_does_not_read_is_let_go_and_comes_back_without_loss(
    small: Site, room: Room, ada: Person, bea: Person
) -> None:
    with talking(small, ada) as slow, talking(small, bea) as quick:
        slow.enter(room.pk, 0), quick.enter(room.pk, 0)
        for number in range(1, 71):
            if number % 30 == 1:
                refill(TALKING, bea)
            quick.send(room.pk, f"Number {number}.")
            if number % 10 == 0:
                quick.say("beat", seen={str(room.pk): number}, active=True)
        assert slow.ending().code == 4408
        had = [each["seq"] for each in slow.heard if each["t"] == "ev"]
        assert had == list(range(1, len(had) + 1))
    with talking(small, ada) as again:
        again.enter(room.pk, had[-1])
        missing = [each["seq"] for each in again.heard_events(70 - len(had))]
        assert had + missing == list(range(1, 71))


def test_who_is_too_far_behind_or_ahead_begins_anew(site: Site, room: Room, ada: Person) -> None:
    say(ada, room, "One.")
    with talking(site, ada) as talker:
        answer = talker.enter(room.pk, 5)
        assert (answer["t"], answer["head"]) == ("reset", 1)
        say(ada, room, "Two.")
        assert talker.hears_nothing()
        assert talker.enter(room.pk, 2)["t"] == "sub.ok"


def test_a_client_that_vanishes_leaves_nothing_behind(small: Site, room: Room, ada: Person) -> None:
    with talking(small, ada) as talker:
        talker.enter(room.pk)
        talker.stream.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SO_LINGER: a reset instead of a goodbye
    with talking(small, ada) as talker:
        assert talker.enter(room.pk)["t"] == "sub.ok"
        talker.frame(json.dumps({"t": "beat", "seen": {}, "active": True}).encode())
        with pytest.raises((TimeoutError, Closed)):
            talker.until("err", 0.3)


def test_who_opens_one_socket_after_another_is_told_to_wait(small: Site, ada: Person, bea: Person) -> None:
    cookie, endings = cookie_of(ada), list[str | int]()
    for _ in range(20):
        talker = open_talker(small, cookie)
        talker.say("hello", v=1)
        try:
            endings.append(talker.until("welcome")["t"])
        except Closed as closed:
            endings.append(closed.code)
        talker.stream.close()
    assert endings[:12] == ["welcome"] * 12
    assert set(endings[14:]) == {4429}
    with talking(small, bea) as other:
        assert other.enter(999)["code"] == "refused"
