"""What signing up asks of what lies above: whether a session holds an invitation, and to count who joins by it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

Asked = Callable[[HttpRequest], bool]


def _nobody(_request: HttpRequest) -> bool:
    return False


_checker: Asked = _nobody
_taker: Asked = _nobody


def invited_by(checker: Asked, taker: Asked) -> None:
    """Ask `checker` from now on whether the session of a request holds a good invitation, and `taker` to count an
    account that is made by it: False where it has let enough people in. Until then nobody is invited.
    """
    global _checker, _taker  # set once, when the table of reactions is laid
    _checker, _taker = checker, taker


def is_invited(request: HttpRequest) -> bool:
    """True where whoever asks has come by an invitation that still lets somebody in."""
    return _checker(request)


def take_invitation(request: HttpRequest) -> bool:
    """Count an account that is made by the invitation; False where it lets nobody in. Within a transaction."""
    return _taker(request)
