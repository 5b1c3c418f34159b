"""How much room everything takes, and whether the parts of the installation are well. For stewards."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime, timedelta

import django
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.core.verdicts import Sentence

SILENCE = timedelta(minutes=1)  # workers give a sign of life every ten seconds
NOT_SENT = ("console", "locmem", "dummy", "filebased")  # mail backends that reach nobody

# The first group whose beginnings fit the name of a table has it.
GROUPS: tuple[tuple[Sentence, tuple[str, ...]], ...] = (
    (gettext_lazy("What people have read and keep"), ("forum_read", "forum_boardread", "forum_bookmark",
        "forum_draft", "forum_following", "forum_mention", "forum_reaction")),
    (gettext_lazy("Conversations"), ("forum_topic", "forum_post", "forum_placement", "forum_board",
        "forum_attachment", "forum_held")),
    (gettext_lazy("Imports"), ("forum_import",)),
    (gettext_lazy("People and communities"), ("forum_", "account_", "mfa_", "socialaccount_", "usersessions_")),
    (gettext_lazy("Sessions"), ("django_session",)),
    (gettext_lazy("Jobs"), ("procrastinate_",)),
    (gettext_lazy("Everything else"), ("",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Storage:
    """Bytes in the database, in all and by what they hold, the largest first."""

    total: int
    groups: list[tuple[str, int]]


def storage() -> Storage:
    """What the tables with their indexes take. Two queries that look at files, not at rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (total,) = cursor.fetchone()
        cursor.execute(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        )
        tables = cursor.fetchall()
    sizes = [0] * len(GROUPS)
    for name, size in tables:
        sizes[_group_of(name)] += size
    named = [(str(label), size) for (label, _beginnings), size in zip(GROUPS, sizes, strict=True) if size]
    return Storage(total, sorted(named, key=lambda group: -group[1]))


def _group_of(table: str) -> int:
    return next(at for at, (_label, beginnings) in enumerate(GROUPS) if table.startswith(beginnings))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the installation, and in a sentence how it does."""

    name: str
    is_well: bool
    sentence: str


def health() -> list[Part]:
    """Database, Redis, migrations and mail."""
    return [_database(), _redis(), _migrations(), _mail()]


def worker_health(seen_at: datetime | None, now: datetime) -> Part:
    """Whether somebody does the jobs."""
    if seen_at is None:
        return Part(_("Worker"), False, _("None runs. Mail, imports and exports wait until one is started."))
    if now - seen_at > SILENCE:
        return Part(_("Worker"), False, _("Not heard of for a while. Mail, imports and exports wait."))
    return Part(_("Worker"), True, _("Alive."))


def versions() -> list[tuple[str, str]]:
    """What runs here: name and version."""
    return [
        (_("Build"), str(settings.BUILD)),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
    ]


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    return Part(_("Database"), True, _("PostgreSQL %s answers.") % str(version).split()[0])


def _redis() -> Part:
    cache.set("health", "well", 60)
    answers = cache.get("health") == "well"
    return Part(
        "Redis", answers, _("It answers.") if answers else _("It does not answer; pages are slow to come.")
    )


def _migrations() -> Part:
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    sentence = ngettext(
        "%d migration has not been run: run manage.py migrate.",
        "%d migrations have not been run: run manage.py migrate.",
        pending,
    )
    return Part(_("Migrations"), not pending, sentence % pending if pending else _("All have been run."))


def _mail() -> Part:
    kind = settings.EMAIL_BACKEND.split(".")[-2]
    if kind in NOT_SENT:
        return Part(_("Mail"), False, _("It reaches nobody yet: set WEFT_EMAIL_URL (docs/operations.md)."))
    return Part(_("Mail"), True, _("It is sent as %s.") % settings.DEFAULT_FROM_EMAIL)
