"""daphne's WebSockets, with what they lack: a reason for closing, bounds, little memory, and a short way out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from django.conf import settings
from twisted.internet.tcp import Connection as PlainTcp

from realtime.answers import TOO_MUCH, Code


class Socket(WebSocketProtocol):  # type: ignore[misc]  # the library ships no types
    """One WebSocket, which tells its client why it closes, and keeps little while it is open."""

    request: Any

    def onOpen(self) -> None:  # noqa: N802 - the library's name
        """Begin. What the client asked with has been read; only its path is named in the log later."""
        super().onOpen()
        self.request = SimpleNamespace(path=self.request.path)
        nothing: dict[str, Any] = {}
        self.clean_headers.clear()  # the application has read what it needs before it let the client in
        self.http_headers, self.http_request_params, self.http_request_data = nothing, nothing, b""

    def handle_reply(self, message: dict[str, Any]) -> None:
        """Send what the application says; daphne drops the reason of a close."""
        if message["type"] == "websocket.close" and self.state == self.STATE_OPEN:
            self.close_with(message.get("code") or 1000, message.get("reason") or "")
        else:
            super().handle_reply(message)

    def close_with(self, code: int, reason: str) -> None:
        """Say why and end. The library's own way keeps 1001 to itself, which is what a server says that ends."""
        self.sendCloseFrame(code=code, reasonUtf8=reason.encode(), isReply=False)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803 - the library's names
        """Hand a message to the application; daphne would queue any number of them."""
        if self.application_queue.qsize() < settings.SOCKETS.frames_waiting:
            super().onMessage(payload, isBinary)
        elif self.state == self.STATE_OPEN:
            self.close_with(Code.TOO_MUCH, TOO_MUCH)


class ShortWay:
    """Writes finished frames to one socket, past the queue of the event loop where nothing is queued (frames.py).

    Twisted's own write always waits for its reactor, which for hundreds of sockets takes most of the time.
    """

    def __init__(self, socket: Socket) -> None:
        self._socket = socket

    def write(self, wire: bytes) -> int:
        """Send now what the network takes, the rest as soon as it does. How many bytes wait afterwards."""
        socket = self._socket
        if socket.state != socket.STATE_OPEN:
            return 0
        transport = socket.transport
        if not self._is_idle(transport):
            transport.write(wire)
            return self.waiting()
        try:
            sent = transport.getHandle().send(wire)
        except OSError:  # the network takes nothing now, or never again: the reactor finds out which
            sent = 0
        if sent < len(wire):
            transport.write(wire[sent:])
            return self.waiting()
        return 0

    def waiting(self) -> int:
        """How many bytes wait for the network to take them."""
        transport = self._socket.transport
        if not isinstance(transport, PlainTcp):
            return 0
        return int(len(transport.dataBuffer) - transport.offset + transport._tempDataLen)

    def _is_idle(self, transport: Any) -> bool:
        """Plain TCP, open, and nothing before us; then the order of what is sent is kept."""
        return bool(
            isinstance(transport, PlainTcp)
            and not transport.TLS
            and transport.connected
            and not transport.disconnecting
            and not self._socket.send_queue
            and not transport._tempDataLen
            and len(transport.dataBuffer) == transport.offset
        )


class SocketFactory(WebSocketFactory):  # type: ignore[misc]  # the library ships no types
    """Makes the sockets above."""

    protocol = Socket

    def setProtocolOptions(self, **options: Any) -> None:  # noqa: N802 - the library's name
        """daphne's options with our longest frame. A longer one is told why it ends, not just cut off."""
        most = settings.SOCKETS.frame_bytes
        ours = {"maxMessagePayloadSize": most, "maxFramePayloadSize": most, "failByDrop": False}
        super().setProtocolOptions(**options | ours)
