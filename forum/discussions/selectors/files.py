"""Uploaded files, by audience, and whether rows and stored files agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from forum.core.asked_above import AskedAbove
from forum.core.stored_files import stored_under, without_row
from forum.discussions.models import Attachment, Draft, HeldPost, Post
from forum.discussions.selectors.holding import waiting_for
from forum.discussions.selectors.posts import posts_visible_to
from forum.discussions.selectors.removals import posts_removed_where_moderated
from forum.people.actors import Actor, is_person

FOLDER = "attachments"
UNATTACHED_DAYS = 7
DECLINED_DAYS = 30


# Asked above, where what holds such a file is known: the condition under which an actor may fetch what talk holds, in
# rooms and in live sessions.
files_of_talk = AskedAbove[[Actor], Q](lambda _actor: Q(pk__in=()))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Stored files that no row names, and ids of rows whose file is not there. Both empty if all is well."""

    without_row: list[str]
    without_file: list[str]


def files_visible_to(actor: Actor) -> QuerySet[Attachment]:
    """Files in posts, messages and live sessions that the actor may read, in waiting words on which they decide, in
    posts that they may bring back, and their own uploads that nothing shows.
    """
    visible = Q(post__in=posts_visible_to(actor)) | Q(in_talk=True) & files_of_talk(actor)
    if is_person(actor):
        visible |= Q(post=None, in_talk=False, owner=actor) | Q(post=None, held__in=waiting_for(actor))
        visible |= Q(post=None, removal__post__in=posts_removed_where_moderated(actor))
    return Attachment.objects.filter(visible)


def files_at_hand(owner_id: int) -> QuerySet[Attachment]:
    """Uploads of somebody that a post, waiting words, a message or a session of theirs may take in: nothing else shows
    them.
    """
    return Attachment.objects.filter(owner=owner_id, post=None, removal=None, in_talk=False)


def files_of(post: Post) -> QuerySet[Attachment]:
    """The files that came with a post, by name. For those who may read it."""
    return post.attachments.order_by("name")


def abandoned_files(now: datetime) -> QuerySet[Attachment]:
    """Uploads of more than `UNATTACHED_DAYS` ago to which nothing refers: no post, no message, no session, no draft of
    their owner, no words that wait, or that waited in vain until `DECLINED_DAYS` ago and can be used again.
    """
    mentioned = Draft.objects.filter(
        person=OuterRef("owner"), body__contains=Cast(OuterRef("pk"), output_field=TextField())
    )
    old = Attachment.objects.filter(
        post=None, removal=None, in_talk=False, created_at__lt=now - timedelta(days=UNATTACHED_DAYS)
    )
    held = HeldPost.objects.filter(pk=OuterRef("held")).filter(
        Q(state=HeldPost.State.WAITING) | Q(decided_at__gt=now - timedelta(days=DECLINED_DAYS))
    )
    return old.filter(~Exists(mentioned), ~Exists(held))


def orphaned_files(now: datetime | None = None) -> Disagreement:
    """What rows and storage disagree on, files of the last hour left out. Reads all of both."""
    stored = set(stored_under(FOLDER))
    known = dict(Attachment.objects.values_list("file", "pk"))
    return Disagreement(
        without_row=without_row(stored, known.keys(), now or timezone.now()),
        without_file=sorted(str(known[name]) for name in known.keys() - stored),
    )
