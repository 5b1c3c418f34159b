"""Queries that every page asks: their SQL is written once, where the framework would write it anew each time.

Writing the SQL of a query over five tables takes longer than answering it. What a query asks stays said in the
language of the framework; only its values change from one asking to the next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=Model)
Given = int | str | list[int]

_FIRST_MARK = 2_130_700_000  # numbers that stand for values while SQL is written; no smallint holds them


class KnownQuery(Generic[Row]):
    """A query to be asked with values: `KnownQuery(lambda pk: Person.objects.filter(pk=pk))(7)` is a list of rows.

    Values are numbers, texts and lists of numbers (for `among`); each must reach the database as it is
    given. `select_related`, `annotate`, `defer`, `union` and fixed slices work, prefetches do not.
    The database keeps one plan for all values, unless it is told to `plan_each_time`: for tables where one value occurs
    ten times and another a hundred thousand times.
    """

    def __init__(self, ask: Callable[..., QuerySet[Row]], *, plan_each_time: bool = False) -> None:
        self._ask = ask
        self._plan_each_time = plan_each_time
        self._threads = threading.local()

    def __call__(self, *values: Given) -> list[Row]:
        """The rows, in one query."""
        written: _Written | None = getattr(self._threads, "written", None)
        if written is None:
            written = self._threads.written = _Written(self._ask, values)
        with connection.cursor() if self._plan_each_time else prepared_cursor() as cursor:
            return list(written.rows(cursor, values))


class _Written:
    """The SQL, and how its columns become rows, for one thread and its connection."""

    def __init__(self, ask: Callable[..., QuerySet[Any]], values: tuple[Given, ...]) -> None:
        marks = [_mark(place, value) for place, value in enumerate(values)]
        compiler: Any = ask(*marks).query.get_compiler(connection=connection)
        self.sql, params = compiler.as_sql()
        self.params = [(param, _place(param, marks)) for param in params]
        self.compiler = compiler
        kind = compiler.klass_info
        self.model: type[Model] = kind["model"]
        self.start, self.end = kind["select_fields"][0], kind["select_fields"][-1] + 1
        self.names = [column[0].target.attname for column in compiler.select[self.start : self.end]]
        self.populators = get_related_populators(kind, compiler.select, connection.alias)  # type: ignore[call-arg]  # the types are those of a later release
        self.converters = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])

    def rows(self, cursor: Any, values: tuple[Given, ...]) -> Iterator[Any]:
        """Ask with these values."""
        cursor.execute(self.sql, [param if at < 0 else values[at] for param, at in self.params])
        found = cursor.fetchall()
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        for row in found:
            made: Any = self.model.from_db(connection.alias, self.names, row[self.start : self.end])
            for populator in self.populators:
                populator.populate(row, made)
            for name, column in self.compiler.annotation_col_map.items():
                setattr(made, name, row[column])
            yield made


def prepared_cursor() -> Any:
    """A cursor for SQL that stays the same, whose plan the database keeps (config/postgresql)."""
    asked: Any = connection
    return asked.prepared_cursor()


def _mark(place: int, value: Given) -> Given:
    """What stands for a value of this type while SQL is written."""
    if isinstance(value, str):
        return f"value {place} of a known query"
    return [_FIRST_MARK + place] if isinstance(value, list) else _FIRST_MARK + place


def _place(param: object, marks: list[Given]) -> int:
    """Which value a parameter stands for; -1 for one that is always the same."""
    return next((place for place, mark in enumerate(marks) if param == mark), -1)


def among(column: str, numbers: list[int]) -> Func:
    """The condition that `column` is one of `numbers`; its SQL is the same however many they are."""
    condition = {"template": "%(expressions)s)", "arg_joiner": " = ANY("}
    return Func(F(column), Value(numbers), output_field=BooleanField(), **condition)
