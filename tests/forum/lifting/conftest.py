"""Who leaves, as in other tests of leaving."""

from __future__ import annotations

from tests.forum.leaving import ada

__all__ = ["ada"]
