"""Answering "has it changed?" before a page is rendered."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from forum.core.asked_above import AskedAbove
from forum.core.kept import kept

ASKED_EACH_TIME = "private, no-cache"

# An ingredient of every page's tag: the name of the network.
on_every_page = AskedAbove[[], object](str)


def entity_tag(*ingredients: object) -> str:
    """A strong tag of everything that a response is made of, this build of the software included."""
    digest = blake2b(repr((settings.BUILD, on_every_page(), ingredients)).encode(), digest_size=12)
    return f'"{digest.hexdigest()}"'


def unchanged(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """The 304 that the request may be answered with, or None where a page must be made."""
    return get_conditional_response(request, etag=etag)


def tagged(response: HttpResponse, etag: str) -> HttpResponse:
    """The response with its tag; browsers ask again each time, nobody else keeps it."""
    response["ETag"] = etag
    response["Cache-Control"] = ASKED_EACH_TIME
    return response


class AskedEachTimeMiddleware:
    """What nothing else is said about is kept by browsers alone, and asked for again each time.

    Without a word on it, browsers and proxies decide by themselves how long a page or a redirection holds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and mark the answer."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", ASKED_EACH_TIME)
        return response


def shared_page(
    request: HttpRequest, etag: str, make: Callable[[], HttpResponse], *, seconds: int
) -> HttpResponseBase:
    """A page that is the same for every visitor: a 304, its bytes from the cache, or what `make` gives.

    A visitor who is to be told something gets a page of their own, which nobody keeps; an answer of
    `make` that is no page is passed on.
    """
    if len(get_messages(request)):
        own = make()
        own["Cache-Control"] = "private, no-store"
        return own
    answer = unchanged(request, etag)
    if answer is not None:
        return answer
    try:
        content = kept(f"page:{etag}", seconds, lambda: _content_of(make()))
    except _NoPage as other:
        return other.answer
    return tagged(HttpResponse(content), etag)


class _NoPage(Exception):
    def __init__(self, answer: HttpResponse) -> None:
        self.answer = answer


def _content_of(made: HttpResponse) -> bytes:
    if made.status_code != 200:
        raise _NoPage(made)
    return made.content
