"""Writes rows as JSON while they are read, so that no list of them is ever held."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any


def write_object(out: IO[bytes], row: dict[str, Any]) -> None:
    """One object, in UTF-8."""
    out.write(_json(row).encode() + b"\n")


def write_array(out: IO[bytes], rows: Iterable[dict[str, Any]]) -> int:
    """An array with one object a line, in UTF-8. Returns how many there were."""
    count = 0
    out.write(b"[")
    for row in rows:
        out.write((",\n" if count else "\n").encode() + _json(row).encode())
        count += 1
    out.write(b"\n]\n")
    return count


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
