"""How much of everything a size holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """`posts` are spread over `topics`.

    The longest topic has `longest` replies; it counts among both, or where `apart`, comes on top of them.
    `readers` and `writers` are the people that measurements act as.
    """

    name: str
    communities: int
    boards: int
    people: int
    topics: int
    posts: int
    longest: int
    apart: bool
    texts: int
    readers: int = 16
    writers: int = 400

    @property
    def ordinary_posts(self) -> int:
        """The posts of all topics but the longest."""
        return self.posts if self.apart else self.posts - self.longest - 1

    @property
    def ordinary_topics(self) -> int:
        """How many topics there are beside the longest."""
        return self.topics if self.apart else self.topics - 1

    @property
    def all_posts(self) -> int:
        """Every post there will be."""
        return self.ordinary_posts + self.longest + 1


MEDIUM = Size(
    name="medium",
    communities=20,
    boards=100,
    people=1_000,
    topics=2_000,
    posts=22_000,
    longest=500,
    apart=False,
    texts=2_000,
)
LARGE = Size(
    name="large",
    communities=200,
    boards=1_000,
    people=20_000,
    topics=100_000,
    posts=1_000_000,
    longest=100_000,
    apart=True,
    texts=4_000,
)
SIZES = {size.name: size for size in (MEDIUM, LARGE)}
