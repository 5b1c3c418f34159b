"""What is kept near of the network's settings, forgotten: a test that begins or is undone has others."""

from __future__ import annotations

from django.core.cache import cache

from forum.core.kept import near
from forum.network.selectors import KEY


def forget_ground() -> None:
    """Let what holds be read anew when it is next asked for, here and elsewhere."""
    near.put(KEY, None, 0)
    cache.delete(KEY)
