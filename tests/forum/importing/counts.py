"""How many conversations the headers of an archive make, to be held against what was counted in it by others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from forum.importing.forest import Forest
from forum.importing.threading import Heading, _in_order_of_date, _joined_by_headers


@dataclass(frozen=True, slots=True)
class ThreadCounts:
    """Groups joined by any id in In-Reply-To or References that is present; `deepest` counts the steps
    below a root.
    """

    threads: int
    of_two_or_more: int
    deepest: int


def count_threads(headings: Iterable[Heading]) -> ThreadCounts:
    """Count what the headers alone join; the first of several messages with one key stands for them."""
    by_key = _in_order_of_date({heading.key: heading for heading in reversed(list(headings))}.values())
    forest, _ = _joined_by_headers(by_key)
    sizes: dict[str, int] = defaultdict(int)
    for key in by_key:
        sizes[forest.root_of(key)] += 1
    return ThreadCounts(len(sizes), sum(size > 1 for size in sizes.values()), max(_depths(forest), default=0))


def _depths(forest: Forest) -> Iterator[int]:
    """The steps from each message to its root."""
    known: dict[str, int] = {}
    for key in forest.parents:
        way: list[str] = []
        at: str | None = key
        while at is not None and at not in known:
            way.append(at)
            at = forest.parents[at]
        depth = -1 if at is None else known[at]
        for step in reversed(way):
            depth += 1
            known[step] = depth
        yield known[key]
