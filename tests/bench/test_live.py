"""The crowd that listens counts what comes, however it is cut into pieces, and finds what is missing."""

from __future__ import annotations

import pytest

from bench.live.climbing import speaking, step
from bench.live.crowd import Crowd
from bench.live.frames import bounds, masked
from bench.live.peers import bare
from bench.live.said import event
from realtime.frames import Frame


def test_every_message_of_a_run_is_as_long_as_the_next() -> None:
    assert len({len(event(7, 1_000_000 + number)) for number in (0, 1, 99_999)}) == 1


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536])
def test_frames_are_found_once_they_are_whole(length: int) -> None:
    wire = Frame(b"x" * length).wire
    assert [bounds(wire[:cut], 0) for cut in range(min(len(wire), 12))] == [None] * min(len(wire), 12)
    found = bounds(b"abc" + wire + b"more", 3)
    assert found is not None
    assert (b"abc" + wire)[slice(*found)] == b"x" * length


def test_a_mask_of_zeros_leaves_the_words_as_they_are() -> None:
    assert masked(b"words") == bytes((0x81, 0x85, 0, 0, 0, 0)) + b"words"


@pytest.mark.slow
def test_a_crowd_counts_every_delivery() -> None:
    with bare() as peer:
        crowd = Crowd(b'{"t":"ev"', is_weft=False)
        crowd.come(peer.ports, "/", [""] * 40, [0] * 40, greets=lambda _room, _number: [])
        with speaking({"kind": "bare", "ports": peer.ports, "path": "/", "cookies": [""]}) as speaker:
            all_there = step(crowd, speaker, peer, hearers=40, rate=10)
            one_too_few = step(crowd, speaker, peer, hearers=41, rate=10)
        crowd.go()
    assert (all_there.ended, one_too_few.ended) == ("", "20 of 820 were not there in time")
    assert all_there.p50 > 0
