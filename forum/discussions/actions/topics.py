"""Starting topics, and what can be done with a whole topic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.selectors import hold_standing
from forum.core.events import publish
from forum.core.limits import EDITING, STARTING, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.actions.bodies import checked_body, claim_files, note_mentions, rendered
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.drafts import drop_draft
from forum.discussions.actions.reading import see_posts
from forum.discussions.events import TopicChanged, TopicStarted
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.models.paths import path_word
from forum.discussions.models.topics import MAX_TAGS, topic_slug
from forum.discussions.policies.boards import may_moderate_board, may_start_topic
from forum.discussions.policies.topics import may_moderate_topic, may_retitle
from forum.people.models import Person

TITLE_LENGTH = 200


def start_topic(
    *,
    author: Person,
    board: Board,
    title: str,
    body: str,
    type: str = Topic.Type.DISCUSSION,
    tags: Iterable[str] = (),
    client_key: UUID | None = None,
    now: datetime | None = None,
) -> Topic:
    """Open a conversation on a board with its first post. The same `client_key` again gives the first topic back.

    Raises Refused, Invalid or TooMany, each with a sentence.
    """
    known = _started_before(author, client_key)
    if known is not None:
        return known
    try:
        return _start(author, board, title, body, type, tags, client_key, now or timezone.now())
    except IntegrityError:
        known = _started_before(author, client_key)
        if known is None:
            raise
        return known


@transaction.atomic
def _start(
    author: Person,
    board: Board,
    title: str,
    body: str,
    type: str,
    tags: Iterable[str],
    client_key: UUID | None,
    now: datetime,
) -> Topic:
    hold_standing(author, [board.community_id])
    known = _started_before(author, client_key)
    if known is not None:
        return known
    require(may_start_topic(author, board))
    words = checked_body(body)
    topic = Topic(
        title=checked_title(title),
        type=checked_type(type, author, board),
        tags=checked_tags(tags),
        author=author,
    )
    spend(STARTING, author.pk, at=now)
    topic.slug, topic.home_board, topic.last_post_by = topic_slug(topic.title), board, author
    topic.created_at = topic.last_post_at = now
    topic.post_count, topic.last_number, topic.participant_ids = 1, 1, [author.pk]
    topic.save()
    Placement.objects.create(
        topic=topic, board=board, created_at=now, last_post_at=now, is_answered=type != Topic.Type.QUESTION
    )
    html, people = rendered(words, topic)
    post = Post.objects.create(
        topic=topic, number=1, author=author, via_board=board, source=words, html=html, path=path_word(1), depth=0,
        created_at=now, client_key=client_key,
    )  # fmt: skip
    note_mentions(post, people)
    claim_files(post, words, author)
    drop_draft(author, f"board:{board.pk}")
    listing_changed(topic, topics=1, posts=1)
    see_posts(reader=author, topic=topic, first=1, last=1, now=now)
    publish(TopicStarted(topic_id=topic.pk, post_id=post.pk))
    return topic


def _started_before(author: Person, client_key: UUID | None) -> Topic | None:
    if client_key is None:
        return None
    post = Post.objects.filter(author=author, client_key=client_key).select_related("topic").first()
    return post.topic if post else None


@transaction.atomic
def retitle_topic(*, editor: Person, topic: Topic, title: str, type: str, tags: Iterable[str]) -> Topic:
    """Change what a topic is called, its type and its tags. Raises Refused or Invalid."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    hold_standing(editor, [topic.home_board.community_id])
    require(may_retitle(editor, topic))
    spend(EDITING, editor.pk)
    topic.title, topic.tags = checked_title(title), checked_tags(tags)
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
    """Let a topic be read but not answered. Raises Refused."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    require(may_moderate_topic(moderator, topic))
    if topic.locked_at is None:
        Topic.objects.filter(pk=topic.pk).update(
            locked_at=now or timezone.now(), locked_by=moderator, version=F("version") + 1
        )
        listing_changed(topic)
        publish(TopicChanged(topic_id=topic.pk))


@transaction.atomic
def unlock_topic(*, moderator: Person, topic: Topic) -> None:
    """Let a locked topic be answered again. Raises Refused."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    require(may_moderate_topic(moderator, topic))
    if topic.locked_at is not None:
        Topic.objects.filter(pk=topic.pk).update(locked_at=None, locked_by=None, version=F("version") + 1)
        listing_changed(topic)
        publish(TopicChanged(topic_id=topic.pk))


@transaction.atomic
def pin_topic(*, moderator: Person, topic: Topic, board: Board, now: datetime | None = None) -> None:
    """Keep a topic at the head of one board. Raises Refused."""
    require(may_moderate_board(moderator, board))
    _set_pinned(topic, board, now or timezone.now())


@transaction.atomic
def unpin_topic(*, moderator: Person, topic: Topic, board: Board) -> None:
    """Let a pinned topic take its place by activity again. Raises Refused."""
    require(may_moderate_board(moderator, board))
    _set_pinned(topic, board, None)


def _set_pinned(topic: Topic, board: Board, pinned_at: datetime | None) -> None:
    Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    placed = Placement.objects.filter(topic=topic, board=board, state=Placement.State.LIVE)
    if not placed.update(pinned_at=pinned_at):
        raise Invalid(_("This topic no longer stands on this board."))
    Topic.objects.filter(pk=topic.pk).update(version=F("version") + 1)
    listing_changed(topic)
    publish(TopicChanged(topic_id=topic.pk))


def checked_title(title: str) -> str:
    """The title on one line. Raises Invalid where nothing is left of it or it is too long."""
    line = " ".join(title.replace("\x00", "").split())
    if not line:
        raise Invalid(_("Give the topic a title, so that others can find it."), field="title")
    if len(line) > TITLE_LENGTH:
        raise Invalid(_("The title is too long; keep it within 200 characters."), field="title")
    return line


def checked_tags(tags: Iterable[str]) -> list[str]:
    """The tags in lower case, joined by dashes, each once and in order. Raises Invalid for too many or too long."""
    names = ["-".join(tag.replace("\x00", "").lower().split()) for tag in tags]
    distinct = list(dict.fromkeys(name for name in names if name))
    if len(distinct) > MAX_TAGS:
        raise Invalid(_("A topic takes at most five tags."), field="tags")
    if any(len(name) > 40 for name in distinct):
        raise Invalid(_("A tag is at most 40 characters long."), field="tags")
    return distinct


def checked_type(type: str, author: Person, board: Board) -> str:
    """The type of a topic on this board. Raises Invalid for one that is not known, Refused for announcements."""
    if type not in Topic.Type.values:
        raise Invalid(_("Choose what kind of topic this is."), field="type")
    if type == Topic.Type.ANNOUNCEMENT:
        require(may_moderate_board(author, board))
    return type
