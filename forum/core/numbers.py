"""Reads numbers that arrive in addresses and forms, where anything may be written."""

from __future__ import annotations


def whole_number(text: str, *, digits: int = 9) -> int | None:
    """The number that `text` is, in at most so many plain digits (a column of keys holds 18); None for all else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None
