"""Lists, a page at a time: what fits on it, and where it ended, as the address of the next page says it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from forum.core.numbers import whole_number

Row = TypeVar("Row")
Sorted = TypeVar("Sorted")


def cut(rows: QuerySet[Any, Row] | list[Row], length: int) -> tuple[list[Row], bool]:
    """The first `length` of the rows, and whether there are more; asks the database for one more than fits."""
    found = list(rows[: length + 1])
    return found[:length], len(found) > length


def cursor_text(value: datetime | int, key: int) -> str:
    """The cursor of a row that is sorted by `value` and then by its `key`."""
    return f"{value.isoformat() if isinstance(value, datetime) else value}_{key}"


def read_cursor(text: str, read: Callable[[str], Sorted | None]) -> tuple[Sorted, int] | None:
    """What `cursor_text` was given, its value read by `read`; None for all other texts, where lists begin anew."""
    said, _, key_text = text.rpartition("_")
    value, key = read(said), whole_number(key_text, digits=18)
    return None if value is None or key is None else (value, key)
