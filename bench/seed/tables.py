"""Rows into tables by COPY, with the indexes taken off meanwhile and put on again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

Row = Sequence[Any]


def copy_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> int:
    """COPY `rows`, whose values stand in the order of the attributes `names`; the rest get their field's default.

    JSON and ranges are given as text. Returns how many rows there were.
    """
    defaults = _defaults(model, names)
    columns = [model._meta.get_field(name).column for name in names] + [column for column, _value in defaults]  # type: ignore[union-attr]
    constant = tuple(value for _column, value in defaults)
    quoted = ", ".join(f'"{column}"' for column in columns)
    count = 0
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({quoted}) FROM STDIN') as copy,
    ):
        write = copy.write_row
        for row in rows:
            write((*row, *constant))
            count += 1
    return count


def _defaults(model: type[models.Model], names: Sequence[str]) -> list[tuple[str, Any]]:
    """Columns that the rows leave out, that must not be null and that the database does not fill, each with its field's
    default.
    """
    found = []
    for field in model._meta.concrete_fields:
        left_out = field.attname not in names and not field.generated and not field.primary_key
        if left_out and not field.null and not field.has_db_default():
            value = field.get_db_prep_save(field.get_default(), connection)
            found.append((str(field.column), value))
    return found


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Drop the tables' indexes, unique constraints and foreign keys; make them again at the end."""
    constraints, indexes = _constraints(tables), _indexes(tables)
    with connection.cursor() as cursor:
        for table, name, _definition in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        cursor.execute("RESET maintenance_work_mem")


def _constraints(tables: Sequence[str]) -> list[tuple[str, str, str]]:
    """Unique constraints first: a foreign key may rest on one."""
    sql = """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype IN ('u', 'f') AND conrelid = ANY(%s::regclass[]) ORDER BY contype DESC, conname
    """
    return _rows(sql, list(tables))


def _indexes(tables: Sequence[str]) -> list[tuple[str, str]]:
    sql = """
        SELECT relation.relname, pg_get_indexdef(entry.indexrelid) FROM pg_index AS entry
        JOIN pg_class AS relation ON relation.oid = entry.indexrelid
        WHERE entry.indrelid = ANY(%s::regclass[])
            AND NOT EXISTS (
                SELECT FROM pg_constraint WHERE conindid = entry.indexrelid AND contype IN ('p', 'u')
            )
        ORDER BY relation.relname
    """
    return _rows(sql, list(tables))


def set_sequences(tables: Sequence[str]) -> None:
    """Let every table's next key follow its highest."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                f'(SELECT coalesce(max(id), 0) + 1 FROM "{table}"), false)'
            )


def tidy_up() -> None:
    """What autovacuum would have done long ago: statistics, and the map of what everybody can see."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _rows(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
