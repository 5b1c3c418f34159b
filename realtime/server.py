"""daphne, with what it lacks: a bound on bodies, an honest end of broken streams, sockets as wires.py has them.

Start it with `python -m realtime.server --bind 127.0.0.1 --port 8000 config.asgi:application`.
"""

from __future__ import annotations

import asyncio
import signal
from functools import partial
from typing import Any
from urllib.parse import unquote

import daphne.cli
import daphne.server
from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.ws_protocol import WebSocketFactory
from twisted.internet import reactor as _reactor

from realtime.bodies import LINGER, most_bytes, too_large
from realtime.frames import EXTENSION
from realtime.inbox import Inbox
from realtime.wires import ShortWay, Socket, SocketFactory

reactor: Any = _reactor  # its type is chosen while the program runs


class PageRequest(WebRequest):  # type: ignore[misc]  # the library ships no types
    """One request: never parsed on the loop, never stored beyond the limit, never ended as if complete."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, parsePOSTFormSubmission=False, **kwargs)
        self.refused = False
        self.received = 0
        self.most = 0

    def gotLength(self, length: int | None) -> None:  # noqa: N802 - the library's name
        """Refuse a body that announces itself as too large before a byte of it is kept."""
        super().gotLength(length)
        self.most = most_bytes(*self._asked())
        if length is not None and length > self.most:
            self.refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 - the library's name
        """Keep a piece of the body, and refuse one that grows too large without having said so."""
        self.received += len(data)
        if self.received > self.most:
            self.refuse()
        if not self.refused:
            super().handleContentChunk(data)

    def refuse(self) -> None:
        """Answer 413 at once; what still comes is read and thrown away for a moment."""
        if self.refused:
            return
        self.refused = True
        sentence = too_large(*self._asked())
        head = [
            "HTTP/1.1 413 Content Too Large",
            "Content-Type: text/plain",
            f"Content-Length: {len(sentence)}",
        ]
        self.channel.transport.write("\r\n".join([*head, "Connection: close", "", sentence]).encode())
        reactor.callLater(LINGER, self.channel.transport.abortConnection)

    def _asked(self) -> tuple[str, str]:
        """The method and the decoded path, which the channel keeps to itself until the body is there."""
        path, _, _ = self.channel._path.partition(b"?")
        return self.channel._command.decode("latin1"), unquote(path.decode("latin1"))

    def process(self) -> Any:
        """Hand the request to the application, unless it was refused."""
        if self.refused:
            self.channel.loseConnection()
            return None
        # Anybody could name another root for the addresses on a page.
        self.requestHeaders.removeHeader(b"daphne-root-path")
        return super().process()

    def handle_exception(self, exception: Exception) -> None:
        """Answer 500; a response under way is cut off, so that no client takes half of it for the whole.

        daphne would try to answer a second time, and stop cleaning up after any connection from then on.
        """
        if not self._response_started:
            super().handle_exception(exception)
        elif self.channel is not None:
            self.channel.transport.abortConnection()


class PageFactory(HTTPFactory):  # type: ignore[misc]  # the library ships no types
    """Makes the requests above."""

    def buildProtocol(self, address: Any) -> Any:  # noqa: N802 - the library's name
        """The protocol of one new connection."""
        protocol = super().buildProtocol(address)
        protocol.requestFactory = PageRequest
        return protocol


class Server(daphne.server.Server):  # type: ignore[misc]  # the library ships no types
    """daphne's server with our requests and sockets; its `run` assigns its own factories, and gets ours."""

    @property
    def http_factory(self) -> HTTPFactory:
        """The factory of HTTP connections."""
        return self._http_factory

    @http_factory.setter
    def http_factory(self, _theirs: HTTPFactory) -> None:
        self._http_factory = PageFactory(self)

    @property
    def ws_factory(self) -> WebSocketFactory:
        """The factory of WebSocket connections."""
        return self._ws_factory

    @ws_factory.setter
    def ws_factory(self, _theirs: WebSocketFactory) -> None:
        self._ws_factory = SocketFactory(self, server=self.server_name)

    def run(self) -> None:
        """Serve until asked to end; SIGTERM asks gently, a second one at once."""
        self.websocket_timeout = -1  # daphne would close all sockets of a day at once
        reactor.callLater(0, signal.signal, signal.SIGTERM, self._asked_to_end)
        super().run()

    def _asked_to_end(self, *_what: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_again: reactor.callFromThread(self.stop))
        reactor.callFromThread(lambda: asyncio.ensure_future(self._drain()))

    async def _drain(self) -> None:
        from realtime.process import end_gently  # once Django is set up: this module is read before

        await end_gently()
        self.stop()

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """Start the application of a connection; that of a socket is offered the short way, and holds little."""
        if not isinstance(protocol, Socket):
            return super().create_application(protocol, scope)
        from realtime.process import at_work  # as above

        at_work().on_drain = self._asked_to_end
        inbox = Inbox()
        scope |= {"asgi": {"version": "3.0"}, "extensions": {EXTENSION: ShortWay(protocol)}}
        application = self.application(
            scope=scope, receive=inbox.get, send=partial(self.handle_reply, protocol)
        )
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(application)
        return inbox


class CommandLine(daphne.cli.CommandLineInterface):  # type: ignore[misc]  # the library ships no types
    """daphne's command line, starting our server."""

    server_class = Server


if __name__ == "__main__":
    CommandLine.entrypoint()
