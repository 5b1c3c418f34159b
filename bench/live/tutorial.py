"""What people get by default: a chat as the tutorial of Channels teaches it, over daphne and its Redis layer."""

from __future__ import annotations

import json
import os
from typing import Any

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import re_path

GROUP = "everybody"

settings.configure(
    SECRET_KEY="guards nothing",
    ALLOWED_HOSTS=["127.0.0.1"],
    INSTALLED_APPS=["daphne", "channels"],
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [os.environ["BENCH_REDIS_URL"]]},
        }
    },
)
django.setup()


class Chat(AsyncWebsocketConsumer):  # type: ignore[misc]  # the library ships no types
    """One socket, in the one group there is."""

    async def connect(self) -> None:
        """Come in."""
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Go."""
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Tell the group."""
        said = json.loads(text_data or "{}")
        await self.channel_layer.group_send(GROUP, {"type": "chat.message", "message": said["message"]})

    async def chat_message(self, event: dict[str, Any]) -> None:
        """Tell this socket."""
        await self.send(text_data=json.dumps({"message": event["message"]}))


application = ProtocolTypeRouter({"websocket": URLRouter([re_path("", Chat.as_asgi())])})
