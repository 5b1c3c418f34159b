"""Uploaded files, by audience, and whether rows and stored files agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from forum.core.stored_files import stored_under, without_row
from forum.discussions.models import Attachment, Draft, Post
from forum.discussions.selectors.posts import posts_visible_to
from forum.people.actors import Actor, is_person

FOLDER = "attachments"
UNATTACHED_DAYS = 7


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Stored files that no row names, and ids of rows whose file is not there. Both empty if all is well."""

    without_row: list[str]
    without_file: list[str]


def files_visible_to(actor: Actor) -> QuerySet[Attachment]:
    """Files in posts that the actor may read, and their own uploads that no post holds yet."""
    visible = Q(post__in=posts_visible_to(actor))
    if is_person(actor):
        visible |= Q(post=None, owner=actor)
    return Attachment.objects.filter(visible)


def files_of(post: Post) -> QuerySet[Attachment]:
    """The files that came with a post, by name. For those who may read it."""
    return post.attachments.order_by("name")


def abandoned_files(now: datetime) -> QuerySet[Attachment]:
    """Uploads of more than `UNATTACHED_DAYS` ago that neither a post nor a draft of their owner refers to."""
    mentioned = Draft.objects.filter(
        person=OuterRef("owner"), body__contains=Cast(OuterRef("pk"), output_field=TextField())
    )
    old = Attachment.objects.filter(post=None, created_at__lt=now - timedelta(days=UNATTACHED_DAYS))
    return old.filter(~Exists(mentioned))


def orphaned_files(now: datetime | None = None) -> Disagreement:
    """What rows and storage disagree on, files of the last hour left out. Reads all of both."""
    stored = set(stored_under(FOLDER))
    known = dict(Attachment.objects.values_list("file", "pk"))
    return Disagreement(
        without_row=without_row(stored, known.keys(), now or timezone.now()),
        without_file=sorted(str(known[name]) for name in known.keys() - stored),
    )
