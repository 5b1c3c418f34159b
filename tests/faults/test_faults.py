"""Each kind of fault once, with short waits; `make faults` runs them with many seeds and true ones."""

from __future__ import annotations

import pytest

from tests.faults.crowds import KINDS
from tests.faults.kinds import redis_subscriptions_killed
from tests.faults.scene import Kind, play
from tests.faults.world import PLAIN, Server, World

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name.replace(" ", "_"))
def test_nothing_acknowledged_is_lost_or_doubled_and_all_see_one_order(world: World, kind: Kind) -> None:
    verdict = world.run(play(world, kind, seed=1), seconds=180)
    assert verdict.is_good, "\n".join(verdict.notes)
    assert verdict.acknowledged > 5
    assert verdict.recoveries
    print(f"{kind.name}: {verdict.acknowledged} acknowledged, recovered in {verdict.worst:.1f} s at most")


def test_a_server_without_our_extension_keeps_the_promises_too(world: World) -> None:
    plain = Server(world, "plain", program=PLAIN)
    plain.start()
    try:
        world.run(plain.until_ready(), 90)
        # A message a second and person: this server counts rates as it always does.
        kind = Kind(redis_subscriptions_killed, people=4, writers=2, pause=(0.3, 0.8))
        verdict = world.run(play(world, kind, seed=1, ports=lambda: [plain.port]), seconds=120)
        assert verdict.is_good, "\n".join(verdict.notes)
        assert verdict.acknowledged > 2
    finally:
        plain.kill()


def test_everything_that_always_holds_holds_after_all_of_this(world: World) -> None:
    world.elsewhere.ask("check")
