"""Sockets through a real daphne: who may open one, and what an unknown address says."""

from __future__ import annotations

import base64
import os
import socket
import struct

import pytest

from tests.fixtures.site import Site

pytestmark = pytest.mark.slow


def open_socket(site: Site, path: str, origin: str) -> tuple[bytes, bytes]:
    """The status line of the answer, and the payload of the close frame that follows it."""
    key = base64.b64encode(os.urandom(16)).decode()
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as client:
        head = [
            f"GET {path} HTTP/1.1",
            f"Host: 127.0.0.1:{site.port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            f"Origin: {origin}",
        ]
        client.sendall("\r\n".join([*head, "", ""]).encode())
        stream = client.makefile("rb")
        status = stream.readline().strip()
        while stream.readline().strip():
            pass
        head = stream.read(2)
        return status, stream.read(head[1]) if head and head[0] == 0x88 else b""


def test_an_unknown_address_is_told_so_after_accepting(site: Site) -> None:
    status, payload = open_socket(site, "/ws/nowhere/", site.url)
    assert status == b"HTTP/1.1 101 Switching Protocols"
    assert payload == struct.pack("!H", 4404) + b"Nothing is streamed at this address."


def test_a_page_of_another_origin_opens_no_socket(site: Site) -> None:
    status, _ = open_socket(site, "/ws/", "https://elsewhere.example")
    assert status.startswith(b"HTTP/1.1 403")
