"""Starting topics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.communities.selectors.standing import hold_communities, hold_standing
from forum.core.events import publish
from forum.core.limits import STARTING, spend
from forum.core.verdicts import require
from forum.discussions.actions.bodies import checked_opening, claim_files, note_mentions, rendered
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.drafts import drop_draft
from forum.discussions.actions.reading import see_posts
from forum.discussions.actions.titles import checked_tags, checked_title, checked_type
from forum.discussions.events import TopicStarted
from forum.discussions.models import Board, Placement, Post, Topic, draft_place
from forum.discussions.models.paths import path_word
from forum.discussions.models.topics import topic_slug
from forum.discussions.policies.boards import may_start_topic
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
    begun_on: Board | None = None,
    now: datetime | None = None,
) -> Topic:
    """Open a conversation on a board with its first post. The same `client_key` again gives the first topic back.

    The draft at the board is dropped; where the words were begun on one that was merged into it (`begun_on`), that one.
    Raises Refused, Invalid or TooMany, each with a sentence.
    """
    topic = Topic(author=author, home_board=board, title=title, type=type, created_at=now or timezone.now())
    topic.tags = list(tags)
    try:
        return _start(topic, body, client_key, draft_place(begun_on or board))
    except IntegrityError:  # the same words were on their way twice
        known = _started_before(author, client_key)
        if known is None:
            raise
        return known


@transaction.atomic
def _start(topic: Topic, body: str, client_key: UUID | None, draft: str) -> Topic:
    author = topic.author
    board = topic.home_board = _board_as_it_stands(topic.home_board)
    hold_standing(author, [board.community_id])
    known = _started_before(author, client_key)
    if known is not None:
        return known
    require(may_start_topic(author, board))
    words = checked_opening(body, board)
    topic.title, topic.tags = checked_title(topic.title), checked_tags(topic.tags)
    topic.type = checked_type(topic.type, author, board)
    spend(STARTING, author.pk, at=topic.created_at)
    _store(topic)
    post = _store_opening_post(topic, words, client_key)
    drop_draft(person=author, place=draft)
    listing_changed(topic, topics=1, posts=1)
    see_posts(reader=author, topic=topic, first=1, last=1, now=topic.created_at)
    publish(TopicStarted(topic_id=topic.pk, post_id=post.pk))
    return topic


def _board_as_it_stands(board: Board) -> Board:
    """The board read anew once nobody archives its community or changes who reads it before the topic stands."""
    hold_communities([board.community_id])
    return Board.objects.select_related("community").get(pk=board.pk)


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


def _started_before(author: Person, client_key: UUID | None) -> Topic | None:
    """The topic that this key has started already, whatever its author may do now."""
    if client_key is None:
        return None
    post = Post.objects.filter(author=author, client_key=client_key).select_related("topic").first()
    return post.topic if post else None
