"""Migrate once per set of migrations, not once per run: each test database is a copy of a migrated one."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from importlib.metadata import version

import psycopg
from psycopg.sql import SQL, Identifier

from config import embedded
from config.embedded.places import CHECKOUT

PREFIX = "weft_template_"
PACKAGES_WITH_MIGRATIONS = ("django", "django-allauth", "procrastinate")


def template_name() -> str:
    """The database that holds the tables of the migrations as they are now."""
    digest = hashlib.sha256()
    for package in PACKAGES_WITH_MIGRATIONS:
        digest.update(f"{package} {version(package)}".encode())
    for path in sorted((CHECKOUT / "forum" / "migrations").glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return PREFIX + digest.hexdigest()[:12]


def make_template() -> None:
    """Make the template unless it is there, and drop those of other migrations that nobody uses."""
    where, name = embedded.places(), template_name()
    with (where.root / "template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(where.database_url(), autocommit=True) as connection:
            names = _templates(connection)
            if name in names:
                return
            unfinished = f"{name}_unfinished"
            for old in names:
                connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(old)))
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(unfinished)))
            _migrate(where.database_url(unfinished))
            connection.execute(
                SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(unfinished), Identifier(name))
            )


def _templates(connection: psycopg.Connection) -> set[str]:
    rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    return {row[0] for row in rows.fetchall()}


def _migrate(url: str) -> None:
    environment = {**os.environ, "WEFT_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    finished = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    if finished.returncode != 0:
        raise SystemExit(f"The migrations do not run:\n{finished.stdout}{finished.stderr}")
