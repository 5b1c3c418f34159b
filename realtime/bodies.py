"""How long the body of a request may be: archives at their addresses, elsewhere no more than the files of a post."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import Resolver404, resolve

from forum.core.bodies import announced_length

ARCHIVES = {"imports", "community-imports"}  # as forum/importing/urls.py names them
LINGER = 5.0  # seconds to read on after a refusal, so that the client sees the answer and not a reset


def most_bytes(method: str, path: str) -> int:
    """The longest body that a request with this method and decoded path may have."""
    is_archive = _takes_archives(method, path)
    return settings.ARCHIVE_REQUEST_MAX_BYTES if is_archive else settings.REQUEST_MAX_BYTES


def too_large(method: str, path: str) -> str:
    """What is said of a longer one, in ASCII."""
    if _takes_archives(method, path):
        return (
            f"This archive is too large: at most {_megabytes(settings.ARCHIVE_MAX_BYTES)} MB can be uploaded. "
            "Pack it with gzip, split it by year, or ask who runs this site to import it on the server."
        )
    return f"This is too large: at most {_megabytes(settings.REQUEST_MAX_BYTES)} MB fit into one request."


class BodyLimitMiddleware:
    """Refuses a body that announces itself as too large, unread: the web processes have no bound of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or answer 413; what nobody read of a long body is read and thrown away for a moment."""
        method, path = request.method or "", request.path_info
        length = announced_length(request)
        if length <= settings.REQUEST_MAX_BYTES:
            return self.get_response(request)
        if length > most_bytes(method, path):
            response = HttpResponse(too_large(method, path), status=413, content_type="text/plain")
        else:
            response = self.get_response(request)
        _read_on(request)
        return response


def _takes_archives(method: str, path: str) -> bool:
    if method != "POST":
        return False
    try:
        return resolve(path).url_name in ARCHIVES
    except Resolver404:
        return False


def _megabytes(size: int) -> int:
    return size // (1024 * 1024)


def _read_on(request: HttpRequest) -> None:
    deadline = time.monotonic() + LINGER
    with suppress(UnreadablePostError):
        while time.monotonic() < deadline and request.read(256 * 1024):
            pass
