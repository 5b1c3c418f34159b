"""Addresses that only these tests have: what a page may do to a server."""

import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from django.core.cache import cache
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

closed: list[str] = []


def slow(request: HttpRequest) -> HttpResponse:
    """Hold a thread and its database connection for a while."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), pg_sleep(%s)", [float(request.GET.get("seconds", "0.2"))])
        backend = cursor.fetchone()[0]
    return JsonResponse({"thread": threading.current_thread().name, "backend": backend})


@csrf_exempt
def echo(request: HttpRequest, place: str = "") -> JsonResponse:
    """What arrived."""
    files = {name: file.size for name, file in request.FILES.items()}
    return JsonResponse({"form": request.POST.dict(), "files": files, "method": request.method})


def cached(request: HttpRequest) -> HttpResponse:
    """A page that asks the cache, and is in no hurry."""
    cache.get("anything")
    time.sleep(0.02)
    return HttpResponse("asked")


def failing(request: HttpRequest) -> HttpResponse:
    """A bug."""
    raise ValueError("a bug")


def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Rows from a server-side cursor, each in the same thread and connection."""
    return StreamingHttpResponse(_rows(), content_type="text/plain")


def _rows() -> Iterator[str]:
    for _ in range(50):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            yield f"{threading.current_thread().name} {cursor.fetchone()[0]}\n"


def broken_stream(request: HttpRequest) -> StreamingHttpResponse:
    """Fails in the middle."""

    def parts() -> Iterator[bytes]:
        yield b"first" * 1000
        raise ValueError("a bug in a stream")

    return StreamingHttpResponse(parts())


def async_stream(request: HttpRequest) -> StreamingHttpResponse:
    """An asynchronous iterator."""

    async def parts() -> AsyncIterator[bytes]:
        for number in range(3):
            yield f"{number} ".encode()

    return StreamingHttpResponse(parts())


async def async_view(request: HttpRequest) -> HttpResponse:
    """An asynchronous view."""
    return HttpResponse(f"async for {request.user}")


def endless(request: HttpRequest) -> StreamingHttpResponse:
    """Goes on until the reader leaves, then says that it was closed."""

    def parts() -> Iterator[bytes]:
        try:
            while True:
                time.sleep(0.02)
                yield b"x"
        finally:
            closed.append("endless")

    return StreamingHttpResponse(parts())


def what_was_closed(request: HttpRequest) -> JsonResponse:
    """Which streams noticed that their reader left."""
    return JsonResponse({"closed": closed})


def big_file(request: HttpRequest) -> FileResponse:
    """A file on the disk, cookie and all."""
    file = Path(request.GET["path"]).open("rb")  # noqa: SIM115 - the response closes it
    response = FileResponse(file, filename="big.bin")
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    return response


urlpatterns = [
    path("slow/", slow),
    path("echo/", echo),
    path("c/<path:place>/import/", echo, name="imports"),
    path("cached/", cached),
    path("failing/", failing),
    path("stream/", stream),
    path("broken-stream/", broken_stream),
    path("async-stream/", async_stream),
    path("async-view/", async_view),
    path("endless/", endless),
    path("closed/", what_was_closed),
    path("file/", big_file),
]
