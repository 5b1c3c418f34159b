"""The one thing that signing up asks of what lies above: whether a session holds an invitation."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest


def _nobody(_request: HttpRequest) -> bool:
    return False


_checker: Callable[[HttpRequest], bool] = _nobody


def invited_by(checker: Callable[[HttpRequest], bool]) -> None:
    """Ask `checker` from now on whether the session of a request holds a good invitation. Until then none does."""
    global _checker  # noqa: PLW0603 - set once, when the table of reactions is laid
    _checker = checker


def is_invited(request: HttpRequest) -> bool:
    """True where whoever asks has come by an invitation that still lets somebody in."""
    return _checker(request)
