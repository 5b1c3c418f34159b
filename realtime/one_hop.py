"""Serve pages under ASGI in one hop to a thread, where Django's handler hops for each middleware and view."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass, field
from threading import Event
from typing import IO, Any

from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import FileResponse, HttpResponse, HttpResponseServerError, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from realtime.bodies import most_bytes, too_large

logger = logging.getLogger("django.request")

BODY = "http.response.body"
PATIENCE = 60  # seconds a thread waits for the server to take one chunk of a stream
Scope = dict[str, Any]
Message = dict[str, Any]


class BodyTooLarge(Exception):
    """The request's body is longer than its address takes."""


@dataclass
class _Reader:
    """The way back to one client, callable from the pool's threads."""

    loop: asyncio.AbstractEventLoop
    send: Callable[[Message], Any]
    gone: Event = field(default_factory=Event)

    def emit(self, message: Message) -> None:
        """Send one message and wait until the server took it. Raises RequestAborted once the client left."""
        if self.gone.is_set():
            raise RequestAborted
        try:
            asyncio.run_coroutine_threadsafe(self.send(message), self.loop).result(PATIENCE)
        except (TimeoutError, CancelledError):
            raise RequestAborted from None


class OneHopHandler(ASGIHandler):
    """An ASGI application whose middleware, view and response run in one job on a bounded pool of threads.

    A thread keeps its own context from request to request, as under WSGI: database connections and the
    cache's connection pool live there, so there are at most `threads` of each. A synchronous stream keeps its
    thread until its end, since its connection and cursors belong to it.
    """

    def __init__(self, threads: int) -> None:
        # Not ASGIHandler's: that one loads the middleware for the event loop.
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(
        self, scope: Scope, receive: Callable[[], Any], send: Callable[[Message], Any]
    ) -> None:
        """Answer one request; a client that leaves is no error."""
        if scope["type"] != "http":
            raise ValueError(f"Only HTTP is served here, not {scope['type']}.")
        try:
            body = await self._body(scope, receive)
        except RequestAborted:
            return
        except BodyTooLarge:
            sentence = too_large(scope["method"], scope["path"])
            await _send_all(HttpResponse(sentence, status=413, content_type="text/plain"), send)
            return
        reader = _Reader(asyncio.get_running_loop(), send)
        await self._answer(scope, body, receive, reader)

    async def _answer(
        self, scope: Scope, body: IO[bytes], receive: Callable[[], Any], reader: _Reader
    ) -> None:
        """Run the job, and let it know when the client leaves; the job itself is never torn apart."""
        job = self._pool.submit(self._page, scope, body, reader)
        finished = asyncio.wrap_future(job)
        listener = asyncio.create_task(receive())
        try:
            await asyncio.wait({finished, listener}, return_when=asyncio.FIRST_COMPLETED)
            if not finished.done():
                reader.gone.set()
                if job.cancel():  # it was still waiting for a thread
                    body.close()
                    return
            answer = await finished
        finally:
            reader.gone.set()
            listener.cancel()
        if isinstance(answer, StreamingHttpResponse):
            await self._stream_from_loop(answer, reader)
        elif answer is not None:
            for message in answer:
                await reader.send(message)

    # In the pool's thread ------------------------------------------------------------------------------

    def _page(
        self, scope: Scope, body: IO[bytes], reader: _Reader
    ) -> Iterable[Message] | StreamingHttpResponse | None:
        """Make the page: its messages, None where a stream was sent, or a stream that the loop must send."""
        if reader.gone.is_set():
            body.close()
            return None
        response = self._response(scope, body)
        if isinstance(response, HttpResponse):
            messages = [_start(response), {"type": BODY, "body": response.content}]
            response.close()
            return messages
        if response.is_async:
            return response
        self._stream_from_thread(response, reader)
        return None

    def _response(self, scope: Scope, body: IO[bytes]) -> HttpResponse | StreamingHttpResponse:
        response: Any  # what only handlers touch of a response is not in the types
        try:
            set_script_prefix(get_script_prefix(scope))
            signals.request_started.send(sender=self.__class__, scope=scope)
            request, refusal = self.create_request(scope, body)
            response = refusal if request is None else self.get_response(request)
        except Exception:
            # The middleware chain turns exceptions into pages; this one came from outside it.
            logger.exception("A request failed outside the middleware.")
            response = HttpResponseServerError("Internal Server Error", content_type="text/plain")
        response._resource_closers.append(body.close)
        response._handler_class = self.__class__
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        made: HttpResponse | StreamingHttpResponse = response
        return made

    def _stream_from_thread(self, response: StreamingHttpResponse, reader: _Reader) -> None:
        try:
            reader.emit(_start(response))
            for part in response:
                for chunk, _last in self.chunk_bytes(part):
                    reader.emit({"type": BODY, "body": chunk, "more_body": True})
            reader.emit({"type": BODY})
        except RequestAborted:
            return
        finally:
            response.close()

    # On the loop ---------------------------------------------------------------------------------------

    async def _stream_from_loop(self, response: StreamingHttpResponse, reader: _Reader) -> None:
        try:
            await reader.send(_start(response))
            async with aclosing(response.__aiter__()) as parts:  # type: ignore[type-var]  # a generator
                async for part in parts:
                    await reader.send({"type": BODY, "body": part, "more_body": True})
            await reader.send({"type": BODY})
        finally:
            await asyncio.shield(reader.loop.run_in_executor(self._pool, response.close))

    async def _body(self, scope: Scope, receive: Callable[[], Any]) -> IO[bytes]:
        """The body, in memory while small. Raises BodyTooLarge before reading one that says so itself."""
        limit = most_bytes(scope["method"], scope["path"])
        if _announced_length(scope) > limit:
            raise BodyTooLarge
        body = tempfile.SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115 - closed by the response
        received = 0
        while True:
            message = await receive()
            chunk = message.get("body", b"")
            received += len(chunk)
            if message["type"] == "http.disconnect" or received > limit:
                body.close()
                raise RequestAborted if message["type"] == "http.disconnect" else BodyTooLarge
            body.write(chunk)
            if not message.get("more_body", False):
                body.seek(0)
                return body


def _announced_length(scope: Scope) -> int:
    for name, value in scope.get("headers", []):
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _start(response: HttpResponseBase) -> Message:
    headers = [(name.encode("ascii"), value.encode("latin1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", cookie.output(header="").encode("ascii").strip())
        for cookie in response.cookies.values()
    ]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}


async def _send_all(response: HttpResponse, send: Callable[[Message], Any]) -> None:
    await send(_start(response))
    await send({"type": BODY, "body": response.content})
