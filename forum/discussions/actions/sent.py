"""Finds what was sent with a key before, so that a retried submit makes one post, or one that waits."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from forum.core.known_queries import KnownQuery
from forum.core.verdicts import Refused
from forum.discussions.models import HeldPost, Post
from forum.people.models import Person


def sent_before(author: Person, client_key: UUID | None) -> Post | HeldPost | None:
    """What this key has become already, whatever its author may do now."""
    if client_key is None:
        return None
    return _posted.first(author.pk, client_key) or _held.first(author.pk, client_key)


def as_post(known: Post | HeldPost) -> Post:
    """The post that was sent before. Raises Refused where it waits, or waited in vain."""
    if isinstance(known, HeldPost):
        raise Refused(_("These words were sent before; see what became of them among those that wait."))
    return known


_posted = KnownQuery(
    lambda author_id, client_key: Post.objects.filter(author=author_id, client_key=client_key).select_related(
        "topic"
    )
)
_held = KnownQuery(
    lambda author_id, client_key: HeldPost.objects.filter(author=author_id, client_key=client_key)
)
