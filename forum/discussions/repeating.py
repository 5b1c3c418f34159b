"""Whether two texts say nearly the same: by the runs of five words that both have."""

from __future__ import annotations

import re

from forum.core.markup import excerpt

RUN = 5
LEAST_LENGTH = 160  # characters: "Thank you, that helped a lot" may be said everywhere
MOST_READ = 12_000
NEARLY = 0.8  # of the runs of both
_WORD = re.compile(r"\w+")

Runs = frozenset[tuple[str, ...]]


def runs_of(html: str) -> Runs:
    """The runs of words in what the author of stored HTML says themselves; none where that is short."""
    said = excerpt(html, MOST_READ)
    if len(said) < LEAST_LENGTH:
        return frozenset()
    words = _WORD.findall(said.casefold())
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def are_nearly_the_same(one: Runs, other: Runs) -> bool:
    """True where most runs of both are runs of each."""
    if not one or not other:
        return False
    return len(one & other) >= NEARLY * len(one | other)
