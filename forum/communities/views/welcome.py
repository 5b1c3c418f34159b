"""The facilitators' words to newcomers, as pages show them."""

from __future__ import annotations

from forum.communities.models import Community
from forum.core.conditional import entity_tag
from forum.core.kept import kept
from forum.core.markup import render_markdown, safe

KEPT_SECONDS = 600


def welcome_of(community: Community) -> str:
    """The welcome as HTML, kept for as long as it stays the same; "" where there is none."""
    if not community.welcome.strip():
        return ""
    key = f"welcome:{entity_tag(community.welcome)}"
    return safe(kept(key, KEPT_SECONDS, lambda: str(render_markdown(community.welcome))))
