"""One act for each of many things that were ticked: what one of them refuses keeps it from no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from forum.core.verdicts import Refused

Thing = TypeVar("Thing")


def refused_of(things: Iterable[Thing], act: Callable[[Thing], object]) -> dict[Thing, Refused]:
    """Do it for each, in their order, each a transaction of its own; what was refused, and how."""
    refused: dict[Thing, Refused] = {}
    for thing in things:
        try:
            act(thing)
        except Refused as refusal:
            refused[thing] = refusal
    return refused


def status_of(refused: Iterable[Refused]) -> int:
    """What is said to programs of all of them: the gravest; 200 where nothing was refused."""
    return max((refusal.status for refusal in refused), default=200)
