"""Answering "has it changed?" before a page is rendered."""

from __future__ import annotations

from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response


def entity_tag(*ingredients: object) -> str:
    """A strong tag of everything that a response is made of, this build of the software included."""
    digest = blake2b(repr((settings.BUILD, ingredients)).encode(), digest_size=12)
    return f'"{digest.hexdigest()}"'


def unchanged(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """The 304 that the request may be answered with, or None where a page must be made."""
    return get_conditional_response(request, etag=etag)


def tagged(response: HttpResponse, etag: str) -> HttpResponse:
    """The response with its tag; browsers ask again each time, nobody else keeps it."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
