"""Order, without a network: whatever comes in whatever order, followers get what follows what they have."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations

import pytest

from realtime.frames import Bundle, Frame
from realtime.lanes import Follower, Lane


@dataclass(eq=False)
class Screen:
    """What one client was sent."""

    shown: list[int] = field(default_factory=list)
    is_given_up: bool = False

    def push_events(self, bundle: Bundle) -> None:
        assert bundle.wire == b"".join(frame.wire for frame in bundle.frames)
        self.shown += [int(frame.payload) for frame in bundle.frames]

    def close_slow(self) -> None:
        self.is_given_up = True


def frame(seq: int) -> Frame:
    return Frame(str(seq).encode())


def following(lane: Lane, sent: int) -> Screen:
    screen = Screen()
    follower = Follower(screen, most_held=100)
    lane.followers.add(follower)
    follower.begin(sent)
    lane.start_at(sent)
    follower.release()
    return screen


@pytest.mark.parametrize("order", list(permutations([4, 5, 6, 7])))
def test_events_leave_in_order_whatever_order_they_come_in(order: tuple[int, ...]) -> None:
    lane = Lane(1, 0, Lane.flush)
    screen = following(lane, 3)
    for seq in (*order, *order):
        lane.take(seq, frame(seq))
    assert (screen.shown, lane.waits) == ([4, 5, 6, 7], False)


def test_a_gap_is_told_and_closed_by_what_was_read() -> None:
    lane = Lane(1, 0, Lane.flush)
    screen = following(lane, 0)
    assert [lane.take(seq, frame(seq)) for seq in (1, 4, 5)] == [True, False, False]
    lane.take_all((seq, frame(seq)) for seq in (2, 3, 4, 5, 6))
    assert (screen.shown, lane.last, lane.waits) == ([1, 2, 3, 4, 5, 6], 6, False)


@pytest.mark.parametrize("read_up_to", [3, 4, 5, 6, 8])
def test_who_comes_back_gets_what_they_lack_once_however_far_the_reading_went(read_up_to: int) -> None:
    """The lane is at 5; two events come while the database is read for somebody else."""
    lane = Lane(1, 0, Lane.flush)
    early = following(lane, 5)
    screen = Screen()
    late = Follower(screen, most_held=100)
    lane.followers.add(late)
    lane.take(6, frame(6))
    sent = max(5, read_up_to)  # what is read has all that was given out before
    late.begin(sent)
    lane.start_at(sent)
    late.release()
    for seq in (7, 8, 9):
        lane.take(seq, frame(seq))
    assert screen.shown == list(range(sent + 1, 10))
    assert early.shown == [6, 7, 8, 9]


def test_the_first_in_a_room_misses_nothing_that_came_while_the_database_was_read() -> None:
    lane = Lane(1, 0, Lane.flush)
    screen = Screen()
    follower = Follower(screen, most_held=100)
    lane.followers.add(follower)
    for seq in (3, 4, 5):
        assert lane.take(seq, frame(seq))
    follower.begin(3)
    lane.start_at(3)
    follower.release()
    assert (screen.shown, lane.last) == ([4, 5], 5)


def test_nothing_leaves_while_it_is_held_and_too_much_of_it_is_given_up() -> None:
    lane = Lane(1, 0, Lane.flush)
    screen = following(lane, 0)
    (follower,) = lane.followers
    follower.hold()
    for seq in range(1, 101):
        lane.take(seq, frame(seq))
    assert (screen.shown, screen.is_given_up) == ([], False)
    lane.take(101, frame(101))
    assert screen.is_given_up
    follower.release()
    assert screen.shown == list(range(1, 102))


@pytest.mark.parametrize(
    ("length", "head"), [(0, "8100"), (125, "817d"), (126, "817e007e"), (65_536, "817f0000000000010000")]
)
def test_frames_are_whole_unmasked_texts(length: int, head: str) -> None:
    assert Frame(b"x" * length).wire == bytes.fromhex(head) + b"x" * length


def test_what_follows_closely_leaves_together_and_only_for_those_who_may_have_it_then() -> None:
    ready: list[Lane] = []
    lane = Lane(1, 0, ready.append)
    reads, has_some, is_out = (following(lane, sent) for sent in (0, 0, 0))
    third = next(each for each in lane.followers if each.outlet is is_out)
    second = next(each for each in lane.followers if each.outlet is has_some)
    for seq in (1, 2, 3):
        assert lane.take(seq, frame(seq))
    assert (ready, reads.shown) == ([lane], [])
    third.hold()
    second.begin(2)
    lane.flush()
    assert (reads.shown, has_some.shown, is_out.shown) == ([1, 2, 3], [3], [])
    lane.flush()
    assert reads.shown == [1, 2, 3]
