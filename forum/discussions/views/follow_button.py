"""The button with which a reader follows a topic: it shows whether they do, so it is theirs alone."""

from __future__ import annotations

from urllib.parse import quote

from django.template.loader import render_to_string
from django.urls import reverse

from forum.core.markup import safe


def follow_html(topic_id: int, *, is_followed: bool, back: str) -> str:
    """The button that follows the topic or ends that; without script it leads on to `back`, an address of ours."""
    act = "unfollow" if is_followed else "follow"
    url = f"{reverse(act, args=[topic_id])}?next={quote(back)}"
    return safe(render_to_string("components/follow.html", {"url": url, "is_followed": is_followed}))
