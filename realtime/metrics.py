"""Answers /metrics in a process that holds sockets: to this machine itself, or to whoever brings the token."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from realtime.numbers import in_words

WORDS_OF_PROXIES = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


class MetricsMiddleware:
    """Stands before everything that rewrites where a request comes from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The numbers in Prometheus' text format; to anybody else there is nothing at this address."""
        if request.path != "/metrics" or not _may_read(request):
            return self.get_response(request)
        response = HttpResponse(in_words(), content_type="text/plain; version=0.0.4; charset=utf-8")
        response["Cache-Control"] = "no-store"
        return response


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    # A proxy on this machine comes from here too, for others, and says so.
    is_here = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
    return is_here and not any(name.startswith(WORDS_OF_PROXIES) for name in request.META)
