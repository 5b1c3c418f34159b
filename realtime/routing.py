"""Which application answers which connection: pages in one hop, sockets by their address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.urls import re_path

from realtime.answers import Code
from realtime.consumer import socket
from realtime.one_hop import OneHopHandler


class UnknownAddress(AsyncWebsocketConsumer):  # type: ignore[misc]  # the library ships no types
    """Accept, then close with a reason: a refusal before accepting reaches a browser as a bare 1006."""

    async def connect(self) -> None:
        """Say that nothing is streamed at this address."""
        await self.accept()
        await self.close(code=Code.UNKNOWN_ADDRESS, reason="Nothing is streamed at this address.")


def application() -> Callable[..., Any]:
    """The ASGI application of one process. Call it after django.setup()."""
    streams = URLRouter([re_path(r"^ws/$", cast("Any", socket)), re_path(r"", UnknownAddress.as_asgi())])
    router: Callable[..., Any] = ProtocolTypeRouter(
        {
            "http": OneHopHandler(threads=settings.WEB_THREADS),
            "websocket": OriginValidator(streams, settings.SOCKET_ORIGINS),
        }
    )
    return router
