"""Reads numbers, keys and moments that arrive in addresses and forms, where anything may be written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID


def whole_number(text: str, *, digits: int = 9) -> int | None:
    """The number that `text` is, in at most so many plain digits (a column of keys holds 18); None for all else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def keys_among(texts: Iterable[str]) -> list[int]:
    """Those of `texts` that are keys of rows, in their order."""
    return [key for text in texts if (key := whole_number(text, digits=18))]


def uuid_in(text: str) -> UUID | None:
    """The UUID that `text` is; None for all else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """The moment that `text` names in ISO's way, with its offset; None for all else.

    In UTC, because the database takes no offset of a whole day and we no year beyond 9999.
    """
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
