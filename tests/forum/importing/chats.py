"""Builds small archives of chats file by file, so that a test says exactly what stands in them."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from typing import Any

Files = Mapping[str, Any]


def _bytes(content: Any) -> bytes:
    return content if isinstance(content, bytes) else json.dumps(content).encode()


def zipped(files: Files, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these files; what is not bytes becomes JSON."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, _bytes(content))
    return packed.getvalue()


def tarred(files: Files, *, packed: bool = True) -> bytes:
    """The same as .tar.gz, or as .tar."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, each in files.items():
            data = _bytes(each)
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(content.getvalue()) if packed else content.getvalue()


DAY = 1_600_000_000  # seconds since 1970: a Sunday in September 2020


def zulip_message(number: int, content: str = "", *, by: str = "Ann Ek", at: int = 0) -> dict[str, Any]:
    return {
        "id": number,
        "sender_full_name": by,
        "timestamp": DAY + (at or number),
        "content": content or f"<p>This is {number}.</p>",
    }


ZULIP: Files = {
    "zulip_json/stream_index.json": {
        "time": DAY,
        "streams": {"Ward & clinic": {"id": 7, "topic_data": {}}, "tea": {"id": 9, "topic_data": {}}},
    },
    "zulip_json/7-Ward-.26-clinic/dosage.json": [
        zulip_message(1),
        zulip_message(2, by="Bo Berg"),
        zulip_message(5, '<p><span class="user-mention silent" data-user-id="3">Bo Berg</span> '
                         '<a href="#narrow/stream/7-Ward/topic/dosage/near/2">said</a>:</p>\n'
                         "<blockquote>\n<p>This is 2.</p>\n</blockquote>\n<p>So it is.</p>", by="Cy"),
    ],
    "zulip_json/7-Ward-.26-clinic/.E2.9C.94.20night.20shifts.json": [
        zulip_message(3, by="Bo Berg"), zulip_message(4, "<p>(deleted)</p>"),
    ],
    "zulip_json/9-tea/biscuits.json": [zulip_message(6, by="Cy")],
    "README.md": b"not ours",
}  # fmt: skip


def slack_message(second: int, text: str = "", *, by: str = "U1", **more: Any) -> dict[str, Any]:
    said = {
        "type": "message",
        "user": by,
        "ts": f"{DAY + second}.000{second:03}",
        "text": text or f"This is {second}.",
    }
    return said | more


def stamp(second: int) -> str:
    """The time by which a message of `slack_message` is known."""
    return f"{DAY + second}.000{second:03}"


USERS = [
    {
        "id": "U1",
        "name": "ann",
        "real_name": "Ann Ek",
        "profile": {"email": "Ann@Clinic.example", "real_name": "Ann Ek"},
    },
    {
        "id": "U2",
        "name": "bo",
        "real_name": "",
        "profile": {"display_name": "Bo B.", "email": "bo at clinic"},
    },
]
CHANNELS = [
    {"id": "C1", "name": "general", "purpose": {"value": "Everything & more"}, "is_archived": False},
    {"id": "C2", "name": "journal-club", "purpose": {"value": ""}},
]


def slack(*messages: dict[str, Any], **files: Any) -> dict[str, Any]:
    """An export with these messages in #general; `files` by names with `__` for `/`."""
    usual = {"channels.json": CHANNELS, "users.json": USERS, "general/2020-09-13.json": list(messages)}
    return usual | {f"{name.replace('__', '/')}.json": content for name, content in files.items()}
