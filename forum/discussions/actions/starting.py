"""Starting topics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.limits import STARTING, spend
from forum.core.verdicts import require
from forum.discussions.actions.bodies import checked_opening, claim_files, note_mentions, rendered
from forum.discussions.actions.bounding import require_bounds
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.guarding import require_guarded
from forum.discussions.actions.reading import see_posts
from forum.discussions.actions.sent import as_post, sent_before
from forum.discussions.actions.titles import checked_tags, checked_title, checked_type
from forum.discussions.events import TopicStarted
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.models.paths import path_word
from forum.discussions.models.topics import topic_slug
from forum.discussions.policies.boards import may_start_topic
from forum.discussions.policies.holding import may_appear_at_once, may_post_again
from forum.people.models import Person


def start_topic(
    *,
    author: Person,
    board: Board,
    title: str,
    body: str,
    type: str = Topic.Type.DISCUSSION,
    tags: Iterable[str] = (),
    client_key: UUID | None = None,
    cleared: str = "",
    now: datetime | None = None,
) -> Topic:
    """Open a conversation on a board with its first post. The same `client_key` again gives the first topic back.

    A draft that its author has at the board stays. `cleared` is what they say identifies nobody. Raises Refused, also
    where words must wait for a moderator (see `submit_topic`), Invalid, Identified among them, or TooMany, each with a
    sentence.
    """
    topic = topic_to_be(author=author, board=board, title=title, type=type, tags=tags, now=now)
    try:
        return _start(topic, body, client_key, cleared)
    except IntegrityError:  # the same words were on their way twice
        known = sent_before(author, client_key)
        if known is None:
            raise
        return as_post(known).topic


@transaction.atomic
def _start(topic: Topic, body: str, client_key: UUID | None, cleared: str) -> Topic:
    author = topic.author
    lock_board_of(topic)
    known = sent_before(author, client_key)
    if known is not None:
        return as_post(known).topic
    words = checked_topic(topic, body)
    require(may_appear_at_once(author, [topic.home_board]))
    require_guarded(author, texts_of_topic(topic, words), lambda: [topic.home_board], cleared=cleared)
    place_topic(topic, words, client_key)
    return topic


def topic_to_be(
    *, author: Person, board: Board, title: str, type: str, tags: Iterable[str], now: datetime | None
) -> Topic:
    """A topic as it was asked for, not stored and not checked yet."""
    topic = Topic(author=author, home_board=board, title=title, type=type, created_at=now or timezone.now())
    topic.tags = list(tags)
    return topic


def lock_board_of(topic: Topic) -> None:
    """Read the topic's board anew once nobody changes who reads it, or its author's standing, before it stands."""
    lock_communities([topic.home_board.community_id])
    topic.home_board = Board.objects.select_related("community").get(pk=topic.home_board.pk)
    lock_standing(topic.author, [topic.home_board.community_id])


def checked_topic(topic: Topic, body: str) -> str:
    """The words of its first post, once it may be started; title, tags and type become what will be stored.

    Raises Refused, Invalid or TooMany.
    """
    author, board = topic.author, topic.home_board
    require(may_start_topic(author, board))
    require(may_post_again(author, board, now=topic.created_at))
    words = checked_opening(body, board)
    topic.title, topic.tags = checked_title(topic.title), checked_tags(topic.tags)
    topic.type = checked_type(topic.type, author, board)
    require_bounds(author, board, words, None, now=topic.created_at)
    spend(STARTING, author.pk, at=topic.created_at)
    return words


def texts_of_topic(topic: Topic, words: str) -> list[str]:
    """All that others would read of it: title, first post and tags."""
    return [topic.title, words, *topic.tags]


def place_topic(topic: Topic, words: str, client_key: UUID | None) -> Post:
    """Store it with its first post, within an action that has asked whether it may stand."""
    _store(topic)
    post = _store_opening_post(topic, words, client_key)
    listing_changed(topic, topics=1, posts=1)
    see_posts(reader=topic.author, topic=topic, first=1, last=1, now=topic.created_at)
    publish(TopicStarted(topic_id=topic.pk, post_id=post.pk))
    return post


def _store(topic: Topic) -> None:
    topic.slug = topic_slug(topic.title)
    topic.last_post_by, topic.last_post_at = topic.author, topic.created_at
    topic.post_count, topic.last_number, topic.participant_ids = 1, 1, [topic.author_id]
    topic.save()
    Placement.objects.create(
        topic=topic,
        board=topic.home_board,
        created_at=topic.created_at,
        last_post_at=topic.created_at,
        is_answered=topic.type != Topic.Type.QUESTION,
    )


def _store_opening_post(topic: Topic, words: str, client_key: UUID | None) -> Post:
    html, people = rendered(words, topic)
    post = Post.objects.create(
        topic=topic,
        number=1,
        author=topic.author,
        via_board=topic.home_board,
        source=words,
        html=html,
        path=path_word(1),
        depth=0,
        created_at=topic.created_at,
        client_key=client_key,
    )
    note_mentions(post, people)
    claim_files(post, words, topic.author)
    return post
