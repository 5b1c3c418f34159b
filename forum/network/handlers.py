"""How the network reacts to being changed."""

from __future__ import annotations

from forum.network.events import NetworkChanged
from forum.network.selectors import renew_ground


def renew_what_holds(_event: NetworkChanged) -> None:
    """Pages, limits and sign-up go by what was set now."""
    renew_ground()
