"""Who is told by name at a place, and whom of them each reader may see: asked once, and kept until it changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

Crowd = frozenset[int]


@dataclass(slots=True)
class Named:
    """Those who are told by name, in order. `seen` has whom of them a reader sees; many readers share one set."""

    ids: list[int]
    seen: dict[int, Crowd] = field(default_factory=dict)
    _kinds: dict[Crowd, Crowd] = field(default_factory=dict)

    def learn(self, reader_id: int, seen: Crowd) -> None:
        """Keep what was asked."""
        visible = seen.intersection(self.ids)
        self.seen[reader_id] = self._kinds.setdefault(visible, visible)


class Acquaintances:
    """What is known for each place of this process. `changes` counts how often something of it was forgotten."""

    def __init__(self) -> None:
        self.changes = 0
        self._places: dict[str, Named] = {}

    def at(self, place: str, people: Crowd, most: int) -> Named:
        """Those of the people who are told by name there, `most` of them; known as long as they are the same."""
        ids = sorted(people)[:most]
        if place not in self._places or self._places[place].ids != ids:
            self._places[place] = Named(ids)
        return self._places[place]

    def keep(self, readers: Mapping[str, Collection[int]]) -> None:
        """Let go of all other places, and of readers who are there no longer."""
        self._places = {name: named for name, named in self._places.items() if name in readers}
        for name, named in self._places.items():
            if len(named.seen) > len(readers[name]):
                named.seen = {key: seen for key, seen in named.seen.items() if key in readers[name]}

    def forget(self, person_id: int | None) -> None:
        """Whom this person sees, and who sees them, or everything, may have changed."""
        self.changes += 1
        self._places = {
            name: named
            for name, named in self._places.items()
            if person_id is not None and person_id not in named.ids
        }
        for named in self._places.values():
            named.seen.pop(person_id or 0, None)

    def forget_reader(self, place: str, person_id: int) -> None:
        """Ask anew whom this person sees there: what was told of it may have been lost."""
        if place in self._places:
            self._places[place].seen.pop(person_id, None)
