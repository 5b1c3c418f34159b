"""The bus on which actions say what has happened and `forum.wiring` says who reacts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened. Carries keys, never rows, so that reactions read what is true when they run."""


Reaction = Callable[[Any], None]

_inside: dict[type[Event], list[Reaction]] = defaultdict(list)
_afterwards: dict[type[Event], list[Reaction]] = defaultdict(list)
_outside: dict[type[Event], list[Reaction]] = defaultdict(list)


def connect(
    event_type: type[Event], *, inside: Iterable[Reaction] = (), afterwards: Iterable[Reaction] = ()
) -> None:
    """Let reactions follow an event: `inside` its transaction (they succeed or fail with it) or `afterwards`.

    One line of the table for each event: a second one for the same event is a mistake, told at once.
    """
    if event_type in _inside:
        raise ValueError(f"{event_type.__name__} has its line in the table already.")
    _inside[event_type] = list(inside)
    _afterwards[event_type] = list(afterwards)


def connect_also(event_type: type[Event], *, inside: Iterable[Reaction]) -> None:
    """Let further reactions follow an event that has its line, after those: for a table of its own of what tells people
    of what others do.
    """
    _inside[event_type] += inside


def listen(event_type: type[Event], reaction: Reaction) -> None:
    """Let something outside the forum hear of an event once it is committed; the forum knows nothing of it.

    It may be lost, so nothing of the forum's own may rest on it. The same reaction is heard once.
    """
    if reaction not in _outside[event_type]:
        _outside[event_type].append(reaction)


def publish(event: Event) -> None:
    """Tell everyone who reacts to `event`. Called by actions alone, within their transaction."""
    for reaction in _inside[type(event)]:
        reaction(event)
    for reaction in (*_afterwards[type(event)], *_outside[type(event)]):
        transaction.on_commit(partial(reaction, event), robust=True)
