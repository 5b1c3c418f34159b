"""What people leave on posts and remember of topics: reactions, mentions, how far they have read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

from bench.seed.threads import Thread
from bench.seed.world import World

KINDS = ("thanks", "insight", "tried", "same", "with-you")
WEIGHTS = (45, 20, 10, 10, 15)
HELPFUL = {"thanks", "insight", "tried"}

Reactions = dict[int, list[tuple[int, str]]]  # by post number: who, and how


def reactions_in(thread: Thread, members: list[int], random: Random) -> Reactions:
    """About one post in eight has one or more."""
    found: Reactions = {}
    for number in range(1, thread.last_number + 1):
        if random.random() < 0.13 and number not in thread.removed:
            people = {
                random.choice(members) for _ in range(random.choices((1, 2, 4), weights=(70, 25, 5))[0])
            }
            found[number] = [(person, random.choices(KINDS, WEIGHTS)[0]) for person in sorted(people)]
    return found


def helpful_in(reactions: Reactions) -> int:
    """How many of them count as help."""
    return sum(kind in HELPFUL for each in reactions.values() for _person, kind in each)


def counted(reactions: Reactions, number: int) -> str:
    """The post's counts as JSON."""
    counts = Counter(kind for _person, kind in reactions.get(number, ()))
    return "{" + ", ".join(f'"{kind}": {count}' for kind, count in counts.items()) + "}"


def readings_of(threads: list[Thread], world: World, random: Random) -> Iterator[tuple[int, int, int]]:
    """Person, topic and the number up to which they have read: participants and measured readers."""
    for topic, thread in enumerate(threads, start=1):
        last = thread.last_number
        people = set(thread.authors[:5])
        if thread.board.community < 8:
            people.update(reader for reader in world.readers if random.random() < 0.35)
        for person in sorted(people):
            yield person, topic, last if random.random() < 0.6 else random.randrange(1, last + 1)


def mentions_in(thread: Thread, world: World, random: Random) -> Iterator[tuple[int, int]]:
    """Post number and person addressed: whoever is answered, or a measured reader."""
    share = min(1.0, 0.01 * 100_000 / world.size.all_posts)
    for number in range(2, thread.last_number + 1):
        if number in thread.removed:
            continue
        answered = thread.authors[thread.parents[number - 1] - 1]
        if random.random() < 0.02 and answered != thread.authors[number - 1]:
            yield number, answered
        elif thread.board.community < 8 and random.random() < share:
            yield number, random.choice(world.readers)
