"""What every test may ask for: real servers, a clean cache, a site over loopback, a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from config import embedded
from forum.invariants.selectors import breaches
from tests.template import make_template

pytest_plugins = ["tests.fixtures.site", "tests.fixtures.browser", "tests.fixtures.institution"]


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL and Redis, and migrate one empty database, once for all processes of all runs."""
    if config.option.collectonly or hasattr(config, "workerinput"):
        return
    embedded.use()
    make_template()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Archives carry the moment at which they were packed, and all processes must call a test by the same name."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Each process has a database of its own already (tests/settings.py)."""


@pytest.fixture(scope="session", autouse=True)
def _empty_storage() -> None:
    """What runs before have stored is hours old, and would be swept away where a test sweeps."""
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Counts of rate limits and cached pages must not leak from one test into the next."""
    yield
    if _uses_the_database(request):
        cache.clear()


@pytest.fixture(autouse=True)
def _empty_queue(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django removes the rows of tests that commit, but not their jobs: the tables of the queue are not its own."""
    for database in ("transactional_db", "db"):
        if database in request.fixturenames:
            request.getfixturevalue(database)  # first, so that the database is still there afterwards
            break
    yield
    if _uses_the_database(request) and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def promises_hold(db: None) -> Iterator[None]:
    """What must hold of all rows holds once the test is over."""
    yield
    assert breaches() == []


def _uses_the_database(request: pytest.FixtureRequest) -> bool:
    return not {"db", "transactional_db", "django_db_setup"}.isdisjoint(request.fixturenames)
