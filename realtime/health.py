"""What a proxy asks before it sends people here; answered before hosts, cookies or sessions matter."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

logger = logging.getLogger(__name__)

# Set once this process is asked to end: it finishes what it has and takes nothing new.
draining = Event()


class HealthMiddleware:
    """Answer /health/live (it runs) and /health/ready (it can serve: database, Redis, not draining)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Health answers are JSON: {"status": "ok"} with 200, or 503 with one sentence per missing part."""
        if request.path == "/health/live":
            return _answer({})
        if request.path == "/health/ready":
            return _answer(missing_parts())
        return self.get_response(request)


def missing_parts() -> dict[str, str]:
    """What keeps this process from serving: part → sentence; empty when all is well."""
    missing = {}
    if draining.is_set():
        missing["process"] = "This process is ending."
    if not _database_answers():
        missing["database"] = "PostgreSQL does not answer."
    if not _redis_answers():
        missing["redis"] = "Redis does not answer."
    return missing


def _answer(missing: dict[str, str]) -> HttpResponse:
    status = "unavailable" if missing else "ok"
    response = JsonResponse({"status": status, **missing}, status=503 if missing else 200)
    response["Cache-Control"] = "no-store"
    return response


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.warning("PostgreSQL does not answer.", exc_info=True)
        connection.close()
        return False
    return True


def _redis_answers() -> bool:
    return bool(getattr(cache, "answers", True))  # ours says so (config/caches.py), which is above this
