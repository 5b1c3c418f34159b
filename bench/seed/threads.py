"""Topics and the trees of posts below them, before they are rows: who answers whom, when, in which words."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from bench.seed.sizes import Size
from bench.seed.world import BoardPlan, World
from forum.discussions.models.paths import FOLD_DEPTH, child_path, path_word

MOMENT = 1_000_000  # microseconds in a second: moments are whole microseconds since the network began
CHAIN = 400  # replies in a row, each to the one before, that a very long topic holds again and again
SHORT_CHAIN = FOLD_DEPTH + 4  # the same of any other long one: the tree folds their ends away


@dataclass(slots=True)
class Thread:
    """A topic and its posts. Lists run over the posts by number; `parents` are numbers, 0 at the top."""

    board: BoardPlan
    type: str
    begins: int
    also_on: BoardPlan | None
    moments: list[int]
    parents: list[int]
    authors: list[int]
    texts: list[int]
    paths: list[str] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    reply_counts: list[int] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    accepted: int = 0

    @property
    def last_number(self) -> int:
        """The number of the last post."""
        return len(self.moments)

    @property
    def post_count(self) -> int:
        """How many posts are not removed."""
        return len(self.moments) - len(self.removed)


def plan_threads(world: World, text_count: int, random: Random) -> list[Thread]:
    """Every thread, in the order in which they began: the place in the list is the topic's id less one."""
    size = world.size
    sizes = _thread_sizes(size, random)
    weights = list(accumulate(_weight(board, size) for board in world.boards))
    publics = world.public_boards
    threads = []
    for count in sizes:
        board = world.boards[bisect(weights, random.random() * weights[-1])]
        also = random.choice(publics) if board.is_public and random.random() < 0.03 else None
        threads.append(_thread(world, board, also, _Shape(count, text_count, random)))
    threads.append(_longest(world, text_count, random))
    threads.sort(key=lambda thread: thread.begins)
    return threads


def _thread_sizes(size: Size, random: Random) -> list[int]:
    """Posts of each topic: many short, a few long, in all exactly as many as wanted."""
    mean = size.ordinary_posts / size.ordinary_topics
    draws = (random.paretovariate(1.15) for _ in range(size.ordinary_topics))
    counts = [1 + min(int(draw * mean * 0.28), 300) for draw in draws]
    missing = size.ordinary_posts - sum(counts)
    while missing:
        place = random.randrange(len(counts))
        if missing > 0 or counts[place] > 1:
            step = 1 if missing > 0 else -1
            counts[place] += step
            missing -= step
    return counts


def _weight(board: BoardPlan, size: Size) -> float:
    of_kind = {"discussion": 4, "questions": 3, "cases": 2, "resources": 1, "announcements": 1}
    return of_kind[board.kind] / (board.community + 4)


@dataclass(frozen=True, slots=True)
class _Shape:
    count: int
    text_count: int
    random: Random


def _thread(world: World, board: BoardPlan, also: BoardPlan | None, shape: _Shape) -> Thread:
    count, random = shape.count, shape.random
    span = int((world.now - world.beginning).total_seconds() * MOMENT)
    begins = int(span * (1 - random.random() ** 1.4 * 0.999))
    lasts = min(span - begins, int(random.expovariate(1 / (count * 9 * 3600)) * MOMENT) + count * MOMENT)
    kinds = {"questions": "question", "cases": "case", "announcements": "announcement"}
    thread = Thread(
        board=board, type=kinds.get(board.kind, "discussion"), begins=begins, also_on=also,
        moments=_moments(begins, lasts, count, random), parents=_parents(count, random),
        authors=_authors(world.members[board.community], count, random),
        texts=[random.randrange(shape.text_count) for _ in range(count)],
    )  # fmt: skip
    _finish(thread, random)
    return thread


def _longest(world: World, text_count: int, random: Random) -> Thread:
    """The longest topic: begun early and lively to this day, in the largest community."""
    count = world.size.longest + 1
    span = int((world.now - world.beginning).total_seconds() * MOMENT)
    begins = span // 8
    thread = Thread(
        board=world.boards[0], type="discussion", begins=begins, also_on=None,
        moments=_moments(begins, span - begins - 3600 * MOMENT, count, random),
        parents=_deep_parents(count, random),
        authors=[random.choice(world.members[0]) for _ in range(count)],
        texts=[random.randrange(text_count) for _ in range(count)],
    )  # fmt: skip
    _finish(thread, random)
    return thread


def _moments(begins: int, lasts: int, count: int, random: Random) -> list[int]:
    later = sorted(int(random.random() * max(lasts, 1)) for _ in range(count - 1))
    return [begins, *(begins + 1 + after + place for place, after in enumerate(later))]


def _parents(count: int, random: Random) -> list[int]:
    """Numbers answered: often the opening post, often the last word, now and then something in between."""
    parents = [0]
    for number in range(2, count + 1):
        draw = random.random()
        parents.append(1 if draw < 0.4 else number - 1 if draw < 0.8 else random.randrange(1, number))
    return parents


def _deep_parents(count: int, random: Random) -> list[int]:
    """Wide at the top, bushy below, and with chains that go deeper than any page shows."""
    parents, chain = [0], CHAIN if count > 5 * CHAIN else SHORT_CHAIN
    for number in range(2, count + 1):
        draw = random.random()
        if number % (10 * chain) < chain and number > 2:
            parents.append(number - 1)
        elif draw < 0.25:
            parents.append(1)
        elif draw < 0.6:
            parents.append(max(1, number - random.randrange(1, 30)))
        else:
            parents.append(random.randrange(1, number))
    return parents


def _authors(members: list[int], count: int, random: Random) -> list[int]:
    """Mostly those who spoke before; newcomers rather the busy ones of the community."""
    authors = [_busy(members, random)]
    for _ in range(count - 1):
        authors.append(random.choice(authors) if random.random() < 0.5 else _busy(members, random))
    return authors


def _busy(members: list[int], random: Random) -> int:
    return members[int(len(members) * random.random() ** 2)]


def _finish(thread: Thread, random: Random) -> None:
    """Paths, removals, counts of answers and the accepted one, all from the parents."""
    for number, parent in enumerate(thread.parents, start=1):
        if parent:
            path, depth = child_path(thread.paths[parent - 1], thread.depths[parent - 1], number)
        else:
            path, depth = path_word(number), 0
        thread.paths.append(path)
        thread.depths.append(depth)
    numbers = range(2, thread.last_number + 1)
    thread.removed = {number for number in numbers if random.random() < 0.003}
    counts = [0] * (thread.last_number + 1)
    for number in range(thread.last_number, 1, -1):
        if number not in thread.removed or counts[number]:
            counts[thread.parents[number - 1]] += 1
    thread.reply_counts = counts[1:]
    answers = [number for number in numbers if number not in thread.removed]
    if thread.type == "question" and answers and random.random() < 0.45:
        thread.accepted = random.choice(answers)
