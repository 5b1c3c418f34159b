"""The faults: of servers, of Redis, of PostgreSQL and of the network between them."""

from __future__ import annotations

import asyncio
import time

from tests.faults.points import BEFORE_ACK, BEFORE_COMMIT, BEFORE_PUBLISH, HOLD
from tests.faults.scene import Kind, Scene, until

# A server ends ---------------------------------------------------------------------------------------------


async def killed_before_commit(scene: Scene) -> None:
    await scene.kill(BEFORE_COMMIT)


async def killed_between_commit_and_publish(scene: Scene) -> None:
    await scene.kill(BEFORE_PUBLISH)


async def killed_between_publish_and_answer(scene: Scene) -> None:
    await scene.kill(BEFORE_ACK)


async def ended_gently_under_load(scene: Scene) -> None:
    server = scene.chance.choice(scene.world.servers)
    assert server.process is not None
    server.process.terminate()
    scene.ended = await server.dies(60)
    scene.verdict.require(server.process.returncode == 0, f"it ended with {server.process.returncode}")
    await server.restart()


# Redis fails -----------------------------------------------------------------------------------------------


async def redis_stopped(scene: Scene) -> None:
    redis, scene.ended = scene.world.redis, scene.began
    await asyncio.to_thread(redis.kill)
    await _talk_goes_on(scene, scene.length(3, 10))
    await asyncio.to_thread(redis.start)


async def _talk_goes_on(scene: Scene, seconds: float) -> None:
    """A pause for what was under way, and then talk without Redis."""
    await asyncio.sleep(1)
    arrived = sum(len(each.acknowledged) for each in scene.clients)
    await asyncio.sleep(seconds - 1)
    meanwhile = sum(len(each.acknowledged) for each in scene.clients) - arrived
    scene.verdict.require(meanwhile > seconds, f"{meanwhile} were said in {seconds} seconds without Redis")


async def redis_emptied(scene: Scene) -> None:
    scene.ended = scene.began
    await asyncio.to_thread(scene.world.redis.client().flushall)


async def redis_subscriptions_killed(scene: Scene) -> None:
    client, scene.ended = scene.world.redis.client(), scene.began
    for _ in range(scene.chance.randint(1, 4)):
        await asyncio.to_thread(client.execute_command, "CLIENT", "KILL", "TYPE", "pubsub")
        await asyncio.sleep(scene.chance.uniform(0.05, 0.4))


async def redis_half_open(scene: Scene) -> None:
    link, scene.ended = scene.world.to_redis, scene.began
    link.freeze()
    await _talk_goes_on(scene, scene.length(6, 60))
    if scene.chance.random() < 0.5:
        link.cut()
    link.thaw()


async def publishes_lost(scene: Scene) -> None:
    """Those of the last messages above all: nothing that comes later tells of a gap."""
    scene.ended = scene.began
    scene.world.to_redis.loses_publishes = True
    await asyncio.sleep(scene.chance.uniform(0.5, 1.5))
    await scene.stop_writing()
    await asyncio.sleep(scene.length(2, 10))


# The network of clients ------------------------------------------------------------------------------------


async def _paused(scene: Scene, seconds: float) -> None:
    link = scene.chance.choice(scene.world.fronts)
    link.freeze()
    await asyncio.sleep(seconds)
    link.thaw()


async def network_paused_briefly(scene: Scene) -> None:
    await _paused(scene, scene.length(1.5, 5))


async def network_paused_for_longer_than_silence_is_believed(scene: Scene) -> None:
    await _paused(scene, scene.length(6, 90))


async def network_paused_until_too_much_is_missing(scene: Scene) -> None:
    """More than is read up at once: those who come back load the room anew."""
    front, other = scene.chance.sample(scene.world.fronts, 2)
    for number, client in enumerate(scene.clients):
        client.ports = scene.front(other if number < 3 else front)
        client.drop()
    await scene.subscribed()
    front.freeze()
    writer = scene.place["people"][0]["id"]
    await asyncio.to_thread(scene.world.elsewhere.ask, "say", person=writer, room=scene.room, count=600)
    await asyncio.sleep(scene.length(0, 600))
    scene.ended = time.time()
    front.thaw()
    came_back = await until(lambda: all(each.resets for each in scene.clients[3:]), 60)
    scene.verdict.require(came_back, "who lacked too much was not told to load the room anew")


async def network_forgets_connections(scene: Scene) -> None:
    """As a router that was switched off and on: clients are never told that the server hears them no longer."""
    scene.chance.choice(scene.world.fronts).forget()


async def answers_lost(scene: Scene) -> None:
    link = scene.chance.choice(scene.world.fronts)
    for _ in range(3):
        link.losing.add("down")
        await asyncio.sleep(scene.chance.uniform(0.1, 0.6))
        link.cut()
        link.losing.clear()
        await asyncio.sleep(scene.chance.uniform(0.1, 0.6))


async def sent_again_while_the_first_is_under_way(scene: Scene) -> None:
    """A message is held after it took its number; its writer is cut off and sends it again to the other server."""
    for _ in range(2):
        at = scene.busy()
        server, front = scene.world.servers[at], scene.world.fronts[at]
        server.arm(HOLD, "1.5")
        await asyncio.sleep(scene.chance.uniform(0.5, 0.9))
        front.freeze()
        front.cut()
        await asyncio.sleep(2)
        front.thaw()


# The database ----------------------------------------------------------------------------------------------


async def one_writer_held_between_lock_and_commit(scene: Scene) -> None:
    """While one holds, somebody opens the room: what is committed later must come after what they were shown."""
    for server in scene.world.servers:
        server.arm(HOLD, "1.5")
        await asyncio.sleep(scene.chance.uniform(0.6, 1.0))
        await scene.join(scene.chance.randrange(len(scene.place["people"])))
        await asyncio.sleep(1)


async def postgresql_restarted(scene: Scene) -> None:
    await scene.world.restart_database()


async def postgresql_cut_off(scene: Scene) -> None:
    """Connections break in the middle of whatever they were at, commits too."""
    for _ in range(5):
        scene.world.to_database.cut()
        await asyncio.sleep(scene.chance.uniform(0.05, 0.4))


BASIC = [
    Kind(killed_before_commit),
    Kind(killed_between_commit_and_publish),
    Kind(killed_between_publish_and_answer),
    Kind(ended_gently_under_load),
    Kind(redis_stopped),
    Kind(redis_emptied),
    Kind(redis_subscriptions_killed),
    Kind(redis_half_open),
    Kind(publishes_lost),
    Kind(network_paused_briefly),
    Kind(network_paused_for_longer_than_silence_is_believed),
    Kind(network_paused_until_too_much_is_missing, seconds=1_200, is_long=True),
    Kind(network_forgets_connections),
    Kind(answers_lost),
    Kind(sent_again_while_the_first_is_under_way),
    Kind(one_writer_held_between_lock_and_commit),
    Kind(postgresql_restarted),
    Kind(postgresql_cut_off),
]
