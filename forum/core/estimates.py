"""Counting what is too much to count each time somebody looks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, QuerySet

COUNTED_UP_TO = 50_000  # rows; a table of more is estimated


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of rows, counted or estimated."""

    number: int
    is_estimate: bool = False


def quantity(rows: QuerySet[Model]) -> Quantity:
    """How many rows a table has: exactly while it is small, else as the database's own statistics have it.

    `rows` is everything in the table. One query for a large table, two for a small one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [rows.model._meta.db_table])
        (estimate,) = cursor.fetchone()
    if estimate > COUNTED_UP_TO:
        return Quantity(round(estimate), is_estimate=True)
    return Quantity(rows.count())
