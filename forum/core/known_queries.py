"""Queries that every page asks: their SQL is written once, where the framework would write it anew each time.

Writing the SQL of a query over five tables takes longer than answering it. What a query asks stays said in the
language of the framework; only its values change from one asking to the next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.sql import UpdateQuery

from forum.core.rows import ObjectMaker

Row = TypeVar("Row")
Given = int | str | datetime | UUID | list[int]

_FIRST_MARK = 2_130_700_000  # numbers that stand for values while SQL is written; no smallint holds them
_FIRST_MOMENT = datetime(9000, 1, 1, tzinfo=UTC)  # and moments that do


class KnownQuery(Generic[Row]):
    """A query to be asked with values: `KnownQuery(lambda pk: Person.objects.filter(pk=pk))(7)` is a list of rows.

    Values are numbers, texts, moments, UUIDs and lists of numbers (for `among`); each must reach the database as it is
    given. `select_related`, `annotate`, `defer`, `values_list`, `union` and fixed slices work, prefetches do not.
    The database keeps one plan for all values, unless it is told to `plan_each_time`: for tables where one value occurs
    ten times and another a hundred thousand times.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, Row]], *, plan_each_time: bool = False) -> None:
        self._ask = ask
        self._plan_each_time = plan_each_time
        self._threads = threading.local()

    def __call__(self, *values: Given) -> list[Row]:
        """The rows, in one query."""
        written: _Written | None = getattr(self._threads, "written", None)
        if written is None:
            written = self._threads.written = _Written(self._ask, values)
        with connection.cursor() if self._plan_each_time else prepared_cursor() as cursor:
            return written.rows(cursor, values)

    def first(self, *values: Given) -> Row | None:
        """The first of the rows; None where there is none."""
        return next(iter(self(*values)), None)


class KnownUpdate:
    """The same for a change: `ask` gives a queryset and what its rows are to become.

    `KnownUpdate(lambda pk, at: (Topic.objects.filter(pk=pk), {"last_post_at": at}))(7, now)` is how many rows changed.
    """

    def __init__(self, ask: Callable[..., tuple[QuerySet[Any], dict[str, Any]]]) -> None:
        self._ask = ask
        self._threads = threading.local()

    def __call__(self, *values: Given) -> int:
        """Change the rows, in one statement."""
        written: _Statement | None = getattr(self._threads, "written", None)
        if written is None:
            written = self._threads.written = self._write(values)
        with prepared_cursor() as cursor:
            written.execute(cursor, values)
            changed: int = cursor.rowcount
        return changed

    def _write(self, values: tuple[Given, ...]) -> _Statement:
        marks = _marks_for(values)
        rows, changes = self._ask(*marks)
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        return _Statement(query.get_compiler(connection=connection), marks)


class _Statement:
    """SQL whose values are still to come."""

    def __init__(self, compiler: Any, marks: list[Given]) -> None:
        self.sql, params = compiler.as_sql()
        self.params = [(param, _place(param, marks)) for param in params]

    def execute(self, cursor: Any, values: tuple[Given, ...]) -> None:
        """Ask with these values."""
        cursor.execute(self.sql, [param if at < 0 else values[at] for param, at in self.params])


class _Written:
    """The SQL, and how its columns become rows, for one thread and its connection."""

    def __init__(self, ask: Callable[..., QuerySet[Any]], values: tuple[Given, ...]) -> None:
        marks = _marks_for(values)
        compiler: Any = ask(*marks).query.get_compiler(connection=connection)
        self.statement = _Statement(compiler, marks)
        self.compiler = compiler
        is_whole = compiler.query.default_cols
        self.make = ObjectMaker(compiler.klass_info, compiler.select, connection.alias) if is_whole else None
        self.converters = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])

    def rows(self, cursor: Any, values: tuple[Given, ...]) -> list[Any]:
        """Ask with these values."""
        self.statement.execute(cursor, values)
        found = cursor.fetchall()
        if self.converters:
            found = list(self.compiler.apply_converters(found, self.converters))
        if self.make is None:
            return [tuple(row) for row in found]
        made = [self.make(row) for row in found]
        for name, column in self.compiler.annotation_col_map.items():
            for each, row in zip(made, found, strict=True):
                setattr(each, name, row[column])
        return made


def prepared_cursor() -> Any:
    """A cursor for SQL that stays the same, whose plan the database keeps (config/postgresql)."""
    asked: Any = connection
    return asked.prepared_cursor()


def _marks_for(values: tuple[Given, ...]) -> list[Given]:
    return [_mark(place, value) for place, value in enumerate(values)]


def _mark(place: int, value: Given) -> Given:
    """What stands for a value of this type while SQL is written."""
    if isinstance(value, str):
        return f"value {place} of a known query"
    if isinstance(value, UUID):
        return UUID(int=_FIRST_MARK + place)
    if isinstance(value, datetime):
        return _FIRST_MOMENT + timedelta(seconds=place)
    return [_FIRST_MARK + place] if isinstance(value, list) else _FIRST_MARK + place


def _place(param: object, marks: list[Given]) -> int:
    """Which value a parameter stands for; -1 for one that is always the same."""
    return next((place for place, mark in enumerate(marks) if param == mark), -1)


def among(column: str, numbers: list[int]) -> Func:
    """The condition that `column` is one of `numbers`; its SQL is the same however many they are."""
    condition = {"template": "%(expressions)s)", "arg_joiner": " = ANY("}
    return Func(F(column), Value(numbers), output_field=BooleanField(), **condition)
