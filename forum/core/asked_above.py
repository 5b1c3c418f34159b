"""Questions that are asked below and answered above: what a feature may not import, it is handed down from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class AskedAbove(Generic[P, R]):
    """One such question, answered as `until_then` does until `forum.wiring` has said who does, once, at the start."""

    def __init__(self, until_then: Callable[P, R]) -> None:
        self._answer = until_then

    def answered_by(self, answer: Callable[P, R]) -> None:
        """Ask `answer` from now on."""
        self._answer = answer

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._answer(*args, **kwargs)
