"""What a promise is: a sentence that must be true, and the query that finds what disproves it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence that must be true, and SQL whose every row disproves it."""

    key: str
    sentence: str
    sql: str
