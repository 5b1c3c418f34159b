"""A page that never changes: what the server and the middleware cost before any page is made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

LINE = b"<p>Nothing is read and nothing is made for these words; they stand for a page of its size.</p>\n"


def floor(request: HttpRequest, kilobytes: int) -> HttpResponse:
    """About `kilobytes` of constant HTML (at most 1000), through the same middleware as every page."""
    return HttpResponse(LINE * (min(kilobytes, 1000) * 1024 // len(LINE)))
