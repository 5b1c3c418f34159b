"""What moderators of a board do to a topic that stands there as a guest: it holds there, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.communities.models import Verb
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import require
from forum.core.words import on_one_line
from forum.crossposting.actions.locking import locked_placement
from forum.crossposting.actions.proposing import note_carried
from forum.crossposting.actions.standing import topic_shown_anew
from forum.crossposting.policies.answering import may_hide, may_tend
from forum.discussions.actions.titles import checked_tags
from forum.discussions.events import TopicChanged
from forum.discussions.models import HiddenPost, Placement, Post
from forum.discussions.models.placements import LONGEST_NOTE
from forum.people.models import Person


@transaction.atomic
def lock_here(*, moderator: Person, placement: Placement, now: datetime | None = None) -> Placement:
    """Let nobody reply through this board; a second time changes nothing. Raises Refused or TooMany."""
    placement = _tended(moderator, placement)
    if placement.locked_at is None:
        _set_lock(placement, now or timezone.now())
    return placement


@transaction.atomic
def unlock_here(*, moderator: Person, placement: Placement) -> Placement:
    """Let people reply through this board again; a second time changes nothing. Raises Refused or TooMany."""
    placement = _tended(moderator, placement)
    if placement.locked_at is not None:
        _set_lock(placement, None)
    return placement


@transaction.atomic
def tag_here(*, moderator: Person, placement: Placement, tags: Iterable[str]) -> Placement:
    """Give the topic tags on this board, beside its own. Raises Refused, Invalid or TooMany."""
    placement = _tended(moderator, placement)
    placement.tags = checked_tags(tags)
    placement.save(update_fields=["tags"])
    _shown_anew(placement)
    return placement


@transaction.atomic
def hide_post(
    *, moderator: Person, placement: Placement, post: Post, reason: str, now: datetime | None = None
) -> None:
    """Show a reply no longer to those who read the topic on this board alone; a second time changes nothing.

    Raises Refused, Invalid or TooMany.
    """
    placement = locked_placement(moderator, placement)
    post = _post_of(placement, post)
    require(may_hide(moderator, placement, post))
    words = on_one_line(reason, most=LONGEST_NOTE, field="reason")
    spend(TENDING, moderator.pk)
    _hidden, is_new = HiddenPost.objects.get_or_create(
        placement=placement,
        post=post,
        defaults={"hidden_by": moderator, "reason": words, "hidden_at": now or timezone.now()},
    )
    if is_new:
        _count_hidden(placement)
        note_carried(Verb.POST_HIDDEN, placement, by=moderator, reason=words, now=now)


@transaction.atomic
def show_post(*, moderator: Person, placement: Placement, post: Post) -> None:
    """Show a hidden reply there again. Raises Refused or TooMany."""
    placement = _tended(moderator, placement)
    gone, _rows = HiddenPost.objects.filter(placement=placement, post=post).delete()
    if gone:
        _count_hidden(placement)


def _tended(moderator: Person, placement: Placement) -> Placement:
    placement = locked_placement(moderator, placement)
    require(may_tend(moderator, placement))
    spend(TENDING, moderator.pk)
    return placement


def _set_lock(placement: Placement, moment: datetime | None) -> None:
    placement.locked_at = moment
    placement.save(update_fields=["locked_at"])
    _shown_anew(placement)


def _post_of(placement: Placement, post: Post) -> Post:
    fresh = Post.objects.select_for_update(of=("self",)).get(pk=post.pk, topic=placement.topic_id)
    fresh.topic = placement.topic
    return fresh


def _count_hidden(placement: Placement) -> None:
    placement.hidden_count = placement.hidden_posts.count()
    placement.save(update_fields=["hidden_count"])
    _shown_anew(placement)


def _shown_anew(placement: Placement) -> None:
    topic_shown_anew(placement.topic)
    publish(TopicChanged(topic_id=placement.topic_id))
