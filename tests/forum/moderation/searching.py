"""Searches the whole installation for a word: every column of every table, all of Redis, every stored file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from forum.core.kept import near

COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type NOT IN ('bigint', 'integer', 'smallint', 'boolean', 'date')
    AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')
"""


def places_of(word: str) -> set[str]:
    """Where the word stands, in whatever case: `table.column`, `redis` or `file`."""
    found = {"redis"} if _in_redis(word) else set()
    if any(
        _holds(path.read_bytes(), word) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()
    ):
        found.add("file")
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text ILIKE %s)', [f"%{word}%"]
            )
            if cursor.fetchone() == (True,):
                found.add(f"{table.removeprefix('forum_')}.{column}")
    return found


def _in_redis(word: str) -> bool:
    client = cache._cache.get_client(write=True)
    dumps = [
        key + b" " + (client.get(key) or b"" if client.type(key) == b"string" else b"")
        for key in client.scan_iter()
    ]
    return any(_holds(dump, word) for dump in dumps) or any(
        _holds(repr(value[0]).encode(), word) for value in near._values.values()
    )


def _holds(content: bytes, word: str) -> bool:
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            return any(_holds(archive.read(name), word) for name in archive.namelist())
    return word.lower().encode() in content.lower()
