"""Finds what breaks a promise."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from forum.invariants.promise import Promise
from forum.invariants.promises import PROMISES

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Breach:
    """A promise and up to `MOST_SHOWN` of the rows that break it."""

    promise: Promise
    rows: list[tuple[object, ...]]


def breaches() -> list[Breach]:
    """Every broken promise with examples; empty where all hold. Reads whole tables: for upkeep and tests."""
    found = []
    for promise in PROMISES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({promise.sql}) AS broken LIMIT {MOST_SHOWN}")
            rows = cursor.fetchall()
        if rows:
            found.append(Breach(promise, rows))
    return found
