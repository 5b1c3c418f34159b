"""Reads JSON that may be broken, endless or of other types than it should be, and gives back only what is sound."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from forum.importing.readers.charsets import clean
from forum.importing.readers.packed_files import PackedFiles

MOST_PARTS = 500_000  # objects and lists in one file: each takes some 100 bytes of memory

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_CLOCK_TOLERANCE = timedelta(days=2)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """A file that is no JSON or not what stands in such a file; the message is a sentence."""


def read_json(data: bytes) -> Any:
    """What a file says. Raises Unreadable."""
    if data.count(b"{") + data.count(b"[") > MOST_PARTS:
        raise Unreadable(_("This file holds more parts than can be read at once."))
    try:
        return json.loads(data.removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError) as problem:
        raise Unreadable(_("This file is damaged: it is no JSON.")) from problem


def read_list(data: bytes) -> list[Any]:
    """The same of a file that should hold a list. Raises Unreadable."""
    found = read_json(data)
    if not isinstance(found, list):
        raise Unreadable(_("This file holds no list of messages."))
    return found


def list_in(files: PackedFiles, path: str) -> tuple[list[Any] | None, str]:
    """The list that one of the files holds; or None, and why there is none, in a sentence."""
    if path in files.unread:
        return None, files.unread[path]
    try:
        return read_list(files.read(path)), ""
    except Unreadable as unreadable:
        return None, str(unreadable)


def text_of(value: Any, longest: int = 500_000) -> str:
    """Text that a database accepts; empty for anything else."""
    return clean(value)[:longest] if isinstance(value, str) else ""


def line_of(value: Any, longest: int) -> str:
    """The same on one line."""
    return " ".join(text_of(value, longest * 4).split())[:longest]


def number_of(value: Any) -> float | None:
    """A finite number, also where it is written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def moment_of(value: Any, now: datetime) -> datetime | None:
    """A time in seconds since 1970; None where it is none, or cannot be right."""
    number = number_of(value)
    if number is None or not 0 < number < 1e11:
        return None
    moment = datetime.fromtimestamp(number, UTC)
    return moment if _EARLIEST <= moment <= now + _CLOCK_TOLERANCE else None


def dict_of(value: Any) -> dict[str, Any]:
    """A dictionary; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def dicts_of(value: Any) -> list[dict[str, Any]]:
    """The dictionaries in a list, at most 1,000; nothing for anything else."""
    return [each for each in value[:1000] if isinstance(each, dict)] if isinstance(value, list) else []
