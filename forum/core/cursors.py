"""Where a page of a list ended, as the address of the next page says it: what the list is sorted by, and a key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from forum.core.numbers import whole_number

Sorted = TypeVar("Sorted")


def cursor_text(value: datetime | int, key: int) -> str:
    """The cursor of a row that is sorted by `value` and then by its `key`."""
    return f"{value.isoformat() if isinstance(value, datetime) else value}_{key}"


def read_cursor(text: str, read: Callable[[str], Sorted | None]) -> tuple[Sorted, int] | None:
    """What `cursor_text` was given, its value read by `read`; None for all other texts, where lists begin anew."""
    said, _, key_text = text.rpartition("_")
    value, key = read(said), whole_number(key_text, digits=18)
    return None if value is None or key is None else (value, key)
