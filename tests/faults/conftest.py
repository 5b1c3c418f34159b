"""One installation for all these tests, which share it in one process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.world import World


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """Everything started, with short waits."""
    made = World("short")
    try:
        yield made.start()
    finally:
        made.stop()
