"""Pages that a script of ours asks for again, to lay what has changed into the one that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponseBase

HEADER = "Weft-Live"


class AskedQuietlyMiddleware:
    """What a person is to be told once waits for the page that they open; a script asking again must not use it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, without messages where a script asks."""
        if request.headers.get(HEADER):
            request._messages = _Nothing(request)  # type: ignore[attr-defined]  # where the framework keeps them
        return self.get_response(request)


class _Nothing(BaseStorage):
    """Holds no message, and loses none."""

    def _get(self, *_args: Any, **_kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, *_args: Any, **_kwargs: Any) -> list[Any]:
        return []
