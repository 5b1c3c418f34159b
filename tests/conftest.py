"""What every test may ask for: real servers, a clean cache, a site over loopback, a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from config import embedded
from tests.template import make_template

pytest_plugins = ["tests.fixtures.site", "tests.fixtures.browser", "tests.fixtures.institution"]


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL and Redis, and migrate one empty database, once for all processes of all runs."""
    if config.option.collectonly or hasattr(config, "workerinput"):
        return
    embedded.use()
    make_template()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Each process has a database of its own already (tests/settings.py)."""


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Counts of rate limits and cached pages must not leak from one test into the next."""
    yield
    if {"db", "transactional_db", "django_db_setup"} & set(request.fixturenames):
        cache.clear()
