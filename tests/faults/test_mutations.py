"""With a promise of the servers switched off, the judge must find what that promise is there for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.faults.judging import Verdict
from tests.faults.kinds import (
    one_writer_held_between_lock_and_commit,
    publishes_lost,
    sent_again_while_the_first_is_under_way,
)
from tests.faults.scene import Kind, play
from tests.faults.world import World

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults, more")]
SEEDS = range(1, 5)


@pytest.fixture
def without(world: World) -> Iterator[Callable[[str], None]]:
    """Switches something off in both servers until the test ends."""

    def switch_off(name: str) -> None:
        world.run(world.restart_servers(name), 90)

    yield switch_off
    world.run(world.restart_servers(), 90)


@pytest.fixture
def without_unique_key(world: World) -> Iterator[None]:
    """Lets a message be stored twice under its writer's own name for it."""
    with world.database() as database:
        database.execute("ALTER TABLE forum_message DROP CONSTRAINT message_once_per_client_id")
    yield
    with world.database() as database:
        database.execute(
            "UPDATE forum_message m SET client_id = gen_random_uuid() WHERE EXISTS (SELECT FROM forum_message o"
            " WHERE o.author_id = m.author_id AND o.client_id = m.client_id AND o.id < m.id)"
        )
        database.execute(
            "ALTER TABLE forum_message ADD CONSTRAINT message_once_per_client_id UNIQUE (author_id, client_id)"
        )


def found(world: World, kind: Kind, seen: Callable[[Verdict], int]) -> Verdict:
    """What the judge says once it has seen it, or after the last seed."""
    total = Verdict()
    for seed in SEEDS:
        total.add(world.run(play(world, kind, seed, patience=5), seconds=120))
        if seen(total):
            break
    return total


def test_without_the_sweep_what_redis_lost_is_lost(world: World, without: Callable[[str], None]) -> None:
    without("without-sweep")
    verdict = found(world, Kind(publishes_lost), lambda verdict: verdict.lost)
    assert verdict.lost > 0


def test_without_the_lock_who_comes_in_between_lacks_something(
    world: World, without: Callable[[str], None]
) -> None:
    without("without-lock")
    verdict = found(
        world,
        Kind(one_writer_held_between_lock_and_commit),
        lambda verdict: verdict.lost + verdict.disordered,
    )
    assert verdict.lost + verdict.disordered > 0


@pytest.mark.usefixtures("without_unique_key")
@pytest.mark.parametrize("more", ["without-asking", "without-standing"])
def test_without_the_unique_key_what_is_sent_again_is_doubled(
    world: World, without: Callable[[str], None], more: str
) -> None:
    """The key is the last of three: a writer's sends wait for each other, and look whether a message is known."""
    without(more)
    verdict = found(world, Kind(sent_again_while_the_first_is_under_way), lambda verdict: verdict.doubled)
    assert verdict.doubled > 0


def test_the_unique_key_alone_keeps_it_single(world: World, without: Callable[[str], None]) -> None:
    without("without-standing")
    verdict = world.run(play(world, Kind(sent_again_while_the_first_is_under_way), 1), seconds=120)
    assert verdict.is_good, "\n".join(verdict.notes)
