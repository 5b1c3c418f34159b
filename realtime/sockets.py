"""All sockets of one process, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from realtime.answers import Code
from realtime.connection import Connection
from realtime.numbers import numbers

NOBODY = 0  # whose a socket is while it is being let in


class Sockets:
    """Those that are open. Everything here runs on the event loop."""

    def __init__(self) -> None:
        self._all: set[Connection] = set()
        self._by_person: dict[int, list[Connection]] = {}

    def __iter__(self) -> Iterator[Connection]:
        """Those that are there now, whoever comes or goes meanwhile."""
        return iter(list(self._all))

    def __len__(self) -> int:
        return len(self._all)

    def add(self, connection: Connection) -> None:
        """One more, before it is known whose: if its session ends meanwhile, it ends as well."""
        self._all.add(connection)
        self._by_person.setdefault(NOBODY, []).append(connection)
        numbers.sockets = len(self._all)

    def admit(self, connection: Connection, person_id: int) -> None:
        """It belongs to this person; one too many takes the place of their oldest."""
        self._forget_person(connection)
        connection.person_id = person_id
        self._by_person.setdefault(person_id, []).append(connection)
        theirs = [each for each in self._by_person[person_id] if each.closing is None]
        if len(theirs) > settings.SOCKETS.sockets_per_person:
            oldest = min(theirs, key=lambda each: each.opened_at)
            oldest.close(Code.REPLACED, "This account has too many pages open; the oldest was let go.")

    def remove(self, connection: Connection) -> None:
        """It is gone."""
        self._all.discard(connection)
        self._forget_person(connection)
        numbers.sockets = len(self._all)

    def perhaps_of(self, person_id: int) -> list[Connection]:
        """Those of a person, and those that are being let in and may be theirs."""
        return [*self._by_person.get(person_id, ()), *self._by_person.get(NOBODY, ())]

    def _forget_person(self, connection: Connection) -> None:
        theirs = self._by_person[connection.person_id]
        theirs.remove(connection)
        if not theirs:
            del self._by_person[connection.person_id]
