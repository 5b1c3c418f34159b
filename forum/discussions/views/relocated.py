"""The way to posts whose topic was split or united since somebody wrote their address down."""

from __future__ import annotations

from django.urls import reverse

from forum.discussions.selectors.relocations import where_post_went
from forum.discussions.views.readable import topic_read_by
from forum.people.actors import Actor


def where_it_went(actor: Actor, topic_id: int, number: int) -> str:
    """The address of what stood there once, for those who may read it where it stands now; "" where it went nowhere."""
    there = where_post_went(topic_id, max(number, 1))
    found = topic_read_by(actor, there[0]) if there else None
    if there is None or found is None:
        return ""
    return reverse("post", args=[found.pk, found.slug, there[1]]) + f"#post-{there[1]}"
