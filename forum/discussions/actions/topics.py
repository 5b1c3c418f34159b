"""What can be done with a whole topic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.policies.measures import may_speak_from_outside
from forum.communities.selectors.locks import lock_standing
from forum.core.events import publish
from forum.core.limits import EDITING, TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.guarding import require_guarded
from forum.discussions.actions.titles import checked_tags, checked_title, checked_type
from forum.discussions.events import TopicChanged
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.models.topics import topic_slug
from forum.discussions.policies.boards import may_moderate_board
from forum.discussions.policies.topics import live_boards, may_moderate_topic, may_retitle
from forum.people.models import Person


@transaction.atomic
def retitle_topic(
    *, editor: Person, topic: Topic, title: str, type: str, tags: Iterable[str], cleared: str = ""
) -> Topic:
    """Change what a topic is called, its type and its tags; `cleared` is what its editor says identifies nobody.

    Raises Refused or Invalid, Identified among them.
    """
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    lock_standing(editor, [topic.home_board.community_id])
    require(may_retitle(editor, topic))
    require(may_speak_from_outside(editor, topic.home_board.community, topic.home_board_id))
    spend(EDITING, editor.pk)
    before = [topic.title, *topic.tags]
    topic.title, topic.tags = checked_title(title), checked_tags(tags)
    said = [topic.title, *topic.tags]
    require_guarded(editor, said, lambda: live_boards(topic), cleared=cleared, known=before)
    topic.slug = topic_slug(topic.title)
    if type != topic.type:
        topic.type = checked_type(type, editor, topic.home_board)
        if topic.type != Topic.Type.QUESTION:
            topic.accepted_post = None
        is_answered = topic.type != Topic.Type.QUESTION
        topic.placements.update(is_answered=is_answered)
    topic.version += 1
    topic.save(update_fields=["title", "slug", "tags", "type", "accepted_post", "version"])
    listing_changed(topic)
    publish(TopicChanged(topic_id=topic.pk))
    return topic


@transaction.atomic
def lock_topic(*, moderator: Person, topic: Topic, now: datetime | None = None) -> None:
    """Let a topic be read but not answered. Raises Refused or TooMany."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    lock_standing(moderator, [topic.home_board.community_id])
    require(may_moderate_topic(moderator, topic))
    spend(TENDING, moderator.pk)
    if topic.locked_at is None:
        Topic.objects.filter(pk=topic.pk).update(
            locked_at=now or timezone.now(), locked_by=moderator, version=F("version") + 1
        )
        listing_changed(topic)
        publish(TopicChanged(topic_id=topic.pk))


@transaction.atomic
def unlock_topic(*, moderator: Person, topic: Topic, now: datetime | None = None) -> Topic:
    """Let a locked topic be answered again, also one that has closed by itself. Raises Refused or TooMany.

    What has fallen quiet stays open from then on: else it would close again at once.
    """
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    lock_standing(moderator, [topic.home_board.community_id])
    require(may_moderate_topic(moderator, topic))
    spend(TENDING, moderator.pk)
    moment = now or timezone.now()
    if topic.is_locked(moment):
        topic.locked_at = topic.locked_by = None
        if topic.locks_at is not None and topic.locks_at <= moment:
            topic.locks_at = None
        topic.stays_open = topic.stays_open or topic.is_over(moment)
        Topic.objects.filter(pk=topic.pk).update(
            locked_at=None, locked_by=None, is_locked_as_duplicate=False, locks_at=topic.locks_at,
            stays_open=topic.stays_open, version=F("version") + 1,
        )  # fmt: skip
        listing_changed(topic)
        publish(TopicChanged(topic_id=topic.pk))
    return topic


@transaction.atomic
def pin_topic(*, moderator: Person, topic: Topic, board: Board, now: datetime | None = None) -> None:
    """Keep a topic at the head of one board. Raises Refused or TooMany."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    lock_standing(moderator, [board.community_id])
    require(may_moderate_board(moderator, board))
    spend(TENDING, moderator.pk)
    _set_pinned(topic, board, now or timezone.now())


@transaction.atomic
def unpin_topic(*, moderator: Person, topic: Topic, board: Board) -> None:
    """Let a pinned topic take its place by activity again. Raises Refused or TooMany."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    lock_standing(moderator, [board.community_id])
    require(may_moderate_board(moderator, board))
    spend(TENDING, moderator.pk)
    _set_pinned(topic, board, None)


def _set_pinned(topic: Topic, board: Board, pinned_at: datetime | None) -> None:
    placed = Placement.objects.filter(topic=topic, board=board, state=Placement.State.LIVE)
    if not placed.update(pinned_at=pinned_at):
        raise Invalid(_("This topic no longer stands on this board."))
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
    listing_changed(topic)
    publish(TopicChanged(topic_id=topic.pk))
