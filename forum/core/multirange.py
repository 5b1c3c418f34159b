"""A column of whole-number ranges, so that what a person has read is one value."""

from __future__ import annotations

from typing import Any

from django.db import models
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range


class MultirangeField(models.Field):  # type: ignore[type-arg]  # not generic at run time
    """PostgreSQL's int4multirange; in Python a `Multirange` of half-open `Range`s, in order and disjoint."""

    def db_type(self, connection: Any) -> str:
        return "int4multirange"

    def get_prep_value(self, value: Any) -> Any:
        return Multirange() if value is None else value


def multirange(*spans: tuple[int, int]) -> Multirange[int]:
    """The multirange of inclusive spans `(first, last)`."""
    return Multirange([Range(first, last + 1, "[)") for first, last in spans])
