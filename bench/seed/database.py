"""Makes, finds and marks the databases that hold a size."""

from __future__ import annotations

import psycopg
from psycopg import sql

from bench.places import Place

VERSION = 2  # counts up when what is seeded changes


def make_database(place: Place) -> None:
    """An empty database in place of the one that may be there."""
    with psycopg.connect(place.server_url, autocommit=True) as connection:
        name = sql.Identifier(place.database)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def drop_database(place: Place) -> None:
    """Take the database away, if it is there."""
    with psycopg.connect(place.server_url, autocommit=True) as connection:
        name = sql.Identifier(place.database)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def mark_seeded(place: Place) -> None:
    """Say in the database that it is whole."""
    with psycopg.connect(place.server_url, autocommit=True) as connection:
        mark = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(mark.format(sql.Identifier(place.database), sql.Literal(_mark())))


def is_seeded(place: Place) -> bool:
    """True where the database is there and whole, and was made by this version."""
    with psycopg.connect(place.server_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [place.database],
        ).fetchone()
    return row is not None and row[0] == _mark()


def _mark() -> str:
    return f"seeded, version {VERSION}"
