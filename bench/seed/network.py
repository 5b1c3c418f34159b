"""Writes a whole network: threads are planned in memory, then every table is filled in the order of time."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bench.seed.marks import Reactions, counted, helpful_in, mentions_in, reactions_in, readings_of
from bench.seed.sizes import Size
from bench.seed.tables import copy_rows, set_sequences, tidy_up, without_indexes
from bench.seed.texts import Texts
from bench.seed.threads import Thread, plan_threads
from bench.seed.words import TAGS
from bench.seed.world import World, plan_world, write_boards, write_world
from forum.discussions.models import Bookmark, Mention, Placement, Post, Reaction, ReadPosition, Topic
from forum.discussions.models.topics import MOST_PARTICIPANTS, topic_slug

BIG_TABLES = (
    "forum_post", "forum_topic", "forum_placement", "forum_reaction", "forum_readposition", "forum_mention",
    "forum_bookmark", "forum_membership",
)  # fmt: skip
TABLES = (*BIG_TABLES, "forum_person", "forum_community", "forum_board")


@dataclass(slots=True)
class Network:
    """Everything planned.

    `firsts[t]` is the place of topic `t`'s first post among all posts, thread after thread; `ids` gives a post's
    key by that place; `order` the places in the order of time.
    """

    world: World
    texts: Texts
    threads: list[Thread]
    reactions: list[Reactions]
    firsts: array[int]
    ids: array[int]
    order: array[int]

    def moment(self, microseconds: int) -> datetime:
        """A moment of a thread as a date."""
        return self.world.beginning + timedelta(microseconds=microseconds)

    def post_id(self, topic: int, number: int) -> int:
        """The key of a post."""
        return self.ids[self.firsts[topic] + number - 1]


def write_network(size: Size, texts: Texts, now: datetime, random: Random) -> None:
    """Fill the empty database that Django is connected to; `now` is the moment up to which things happened."""
    network = _plan(size, texts, now, random)
    with without_indexes(BIG_TABLES):
        write_world(network.world, random)
        write_boards(network.world, *_board_counts(network))
        copy_rows(Topic, TOPIC, _topics(network, random))
        copy_rows(Placement, PLACEMENT, _placements(network, random))
        copy_rows(Post, POST, _posts(network))
        copy_rows(Reaction, REACTION, _reactions(network, random))
        copy_rows(ReadPosition, READING, _readings(network, random))
        copy_rows(Mention, MARK, _mentions(network, random))
        copy_rows(Bookmark, MARK, _bookmarks(network, random))
    set_sequences(TABLES)
    tidy_up()


def _plan(size: Size, texts: Texts, now: datetime, random: Random) -> Network:
    world = plan_world(size, now, random)
    threads = plan_threads(world, len(texts.bodies), random)
    reactions = [reactions_in(thread, world.members[thread.board.community], random) for thread in threads]
    firsts, moments = array("q"), array("q")
    for thread in threads:
        firsts.append(len(moments))
        moments.extend(thread.moments)
    order = array("q", sorted(range(len(moments)), key=moments.__getitem__))
    ids = array("q", bytes(8 * len(moments)))
    for pk, place in enumerate(order, start=1):
        ids[place] = pk
    return Network(world, texts, threads, reactions, firsts, ids, order)


def _board_counts(network: Network) -> tuple[dict[int, int], dict[int, int]]:
    topics: Counter[int] = Counter()
    posts: Counter[int] = Counter()
    for thread in network.threads:
        for board in _boards(thread):
            topics[board] += 1
            posts[board] += thread.post_count
    return topics, posts


def _boards(thread: Thread) -> list[int]:
    home, other = thread.board.pk, thread.also_on
    return [home, other.pk] if other is not None and other.pk != home else [home]


TOPIC = (
    "id", "title", "slug", "type", "author_id", "home_board_id", "tags", "post_count", "last_number",
    "helpful_count", "participant_ids", "accepted_post_id", "created_at", "last_post_at", "last_post_by_id",
)  # fmt: skip


def _topics(network: Network, random: Random) -> Iterator[tuple[object, ...]]:
    titles = network.texts.titles
    for index, thread in enumerate(network.threads):
        title = random.choice(titles)
        participants = list(dict.fromkeys(thread.authors))[:MOST_PARTICIPANTS]
        yield (
            index + 1, title, topic_slug(title), thread.type, thread.authors[0], thread.board.pk,
            random.sample(TAGS, random.choice((0, 1, 2, 2, 3))), thread.post_count, thread.last_number,
            helpful_in(network.reactions[index]), participants,
            network.post_id(index, thread.accepted) if thread.accepted else None,
            network.moment(thread.moments[0]), network.moment(thread.moments[-1]), thread.authors[-1],
        )  # fmt: skip


PLACEMENT = (
    "id", "topic_id", "board_id", "state", "created_at", "last_post_at", "helpful_count", "is_answered",
    "pinned_at",
)  # fmt: skip


def _placements(network: Network, random: Random) -> Iterator[tuple[object, ...]]:
    pk = 0
    for index, thread in enumerate(network.threads):
        for board in _boards(thread):
            pk += 1
            created = network.moment(thread.moments[0])
            is_answered = thread.type != "question" or bool(thread.accepted)
            pinned = created if random.random() < 0.002 else None
            yield (
                pk, index + 1, board, "live", created, network.moment(thread.moments[-1]),
                helpful_in(network.reactions[index]), is_answered, pinned,
            )  # fmt: skip


POST = (
    "id", "topic_id", "number", "parent_id", "author_id", "via_board_id", "source", "format", "html", "path",
    "depth", "reply_count", "reaction_counts", "created_at", "removed_at", "removed_by_id",
)  # fmt: skip


def _posts(network: Network) -> Iterator[tuple[object, ...]]:
    bodies = network.texts.bodies
    owner = array("q")
    for index, thread in enumerate(network.threads):
        owner.extend([index] * thread.last_number)
    for pk, place in enumerate(network.order, start=1):
        index = owner[place]
        thread = network.threads[index]
        at = place - network.firsts[index]
        number, parent, text = at + 1, thread.parents[at], bodies[thread.texts[at]]
        is_removed = number in thread.removed
        created = network.moment(thread.moments[at])
        yield (
            pk, index + 1, number, network.post_id(index, parent) if parent else None, thread.authors[at],
            thread.board.pk, "" if is_removed else text.source, text.format, "" if is_removed else text.html,
            thread.paths[at], thread.depths[at], thread.reply_counts[at],
            counted(network.reactions[index], number), created,
            created if is_removed else None, thread.authors[at] if is_removed else None,
        )  # fmt: skip


REACTION = ("id", "post_id", "person_id", "kind", "created_at")


def _reactions(network: Network, random: Random) -> Iterator[tuple[object, ...]]:
    pk = 0
    for index, thread in enumerate(network.threads):
        for number, marks in network.reactions[index].items():
            for person, kind in marks:
                pk += 1
                wait = timedelta(minutes=random.randrange(1, 3000))
                moment = min(network.moment(thread.moments[number - 1]) + wait, network.world.now)
                yield pk, network.post_id(index, number), person, kind, moment


READING = ("id", "person_id", "topic_id", "seen", "seen_count", "up_to", "read_at")


def _readings(network: Network, random: Random) -> Iterator[tuple[object, ...]]:
    found = readings_of(network.threads, network.world, random)
    for pk, (person, topic, up_to) in enumerate(found, start=1):
        read_at = network.moment(network.threads[topic - 1].moments[up_to - 1])
        yield pk, person, topic, f"{{[1,{up_to + 1})}}", up_to, up_to, read_at


MARK = ("id", "post_id", "person_id", "created_at")


def _mentions(network: Network, random: Random) -> Iterator[tuple[object, ...]]:
    pk = 0
    for index, thread in enumerate(network.threads):
        for number, person in mentions_in(thread, network.world, random):
            pk += 1
            yield pk, network.post_id(index, number), person, network.moment(thread.moments[number - 1])


def _bookmarks(network: Network, random: Random) -> Iterator[tuple[object, ...]]:
    homes = [index for index, thread in enumerate(network.threads) if thread.board.community < 8]
    pk = 0
    for person in network.world.readers:
        for index in random.sample(homes, 20):
            pk += 1
            yield pk, network.post_id(index, 1), person, network.world.now
