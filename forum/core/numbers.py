"""Reads numbers and moments that arrive in addresses and forms, where anything may be written."""

from __future__ import annotations

from datetime import UTC, datetime


def whole_number(text: str, *, digits: int = 9) -> int | None:
    """The number that `text` is, in at most so many plain digits (a column of keys holds 18); None for all else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def moment(text: str) -> datetime | None:
    """The moment that `text` names in ISO's way, with its offset; None for all else.

    In UTC, because the database takes no offset of a whole day and we no year beyond 9999.
    """
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
