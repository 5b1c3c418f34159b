"""Keeps trees of messages while they are being joined, and never lets a circle close."""

from __future__ import annotations

from collections.abc import Iterable


class Groups:
    """Disjoint groups of keys, each known by one of its members."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._above = {key: key for key in keys}

    def of(self, key: str) -> str:
        """The member by which the group of `key` is known."""
        top = key
        while self._above[top] != top:
            top = self._above[top]
        while self._above[key] != top:
            self._above[key], key = top, self._above[key]
        return top

    def unite(self, under: str, over: str) -> None:
        """Put the group of `under` into the group of `over`, which keeps its name."""
        self._above[self.of(under)] = self.of(over)


class Forest:
    """A parent for each key, or none. A group of trees is known by its root."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.parents: dict[str, str | None] = dict.fromkeys(keys)
        self._trees = Groups(self.parents)

    def root_of(self, key: str) -> str:
        """The root of the tree in which `key` stands."""
        return self._trees.of(key)

    def attach(self, child: str, parent: str) -> bool:
        """Make `parent` the parent of the root `child`.

        False, and nothing happens, if that would close a circle.
        """
        if self.root_of(parent) == child:
            return False
        self.parents[child] = parent
        self._trees.unite(child, parent)
        return True

    def roots(self) -> list[str]:
        """All keys without a parent, in the order in which the keys were given."""
        return [key for key, parent in self.parents.items() if parent is None]
