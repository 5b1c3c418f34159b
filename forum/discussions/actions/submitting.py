"""What doors send in: it is posted, or held where a moderator looks at it first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.core.events import publish
from forum.core.verdicts import Refused
from forum.discussions.actions.bodies import claim_files_while_held
from forum.discussions.actions.drafts import drop_draft
from forum.discussions.actions.guarding import guarded
from forum.discussions.actions.replies import boards_of_reply, checked_reply, locked_topic, place_reply
from forum.discussions.actions.sent import sent_before
from forum.discussions.actions.starting import (
    checked_topic,
    lock_board_of,
    place_topic,
    texts_of_topic,
    topic_to_be,
)
from forum.discussions.events import PostHeld
from forum.discussions.models import Board, HeldPost, Post, Topic, draft_place
from forum.discussions.policies.holding import board_that_holds
from forum.discussions.policies.topic_rules import board_that_holds_reply
from forum.discussions.selectors.holding import own_waiting_on
from forum.people.models import Person

MOST_WAITING = 20  # of one person on one board: more than anybody will read at a sitting


@transaction.atomic
def submit_reply(
    *,
    author: Person,
    topic: Topic,
    body: str,
    parent: Post | None = None,
    via_board: Board | None = None,
    client_key: UUID | None = None,
    cleared: str = "",
    now: datetime | None = None,
) -> Post | HeldPost:
    """Add a reply, as `post_reply` does, or hold it until a moderator has looked at it.

    The same `client_key` again gives the same back: what was held, and the post once it is one. `cleared` is what its
    author says identifies nobody. Raises Refused, Invalid, Identified among them, or TooMany, each with a sentence.
    """
    topic = locked_topic(topic)
    known = sent_before(author, client_key)
    if known is not None:
        return known
    reply = checked_reply(
        author=author,
        topic=topic,
        body=body,
        parent=parent,
        via_board=via_board,
        client_key=client_key,
        now=now,
    )
    guard = guarded(author, [reply.words], lambda: boards_of_reply(reply), cleared=cleared)
    drop_draft(person=author, place=draft_place(topic))
    board = board_that_holds_reply(author, topic, reply.board) or guard.board
    if board is None:
        return place_reply(reply)
    held = HeldPost(author=author, board=board, topic=topic, parent=reply.parent, source=reply.words)
    held.seen = guard.seen
    held.client_key, held.created_at = client_key, reply.now
    return _hold(held)


def submit_topic(
    *,
    author: Person,
    board: Board,
    title: str,
    body: str,
    type: str = Topic.Type.DISCUSSION,
    tags: Iterable[str] = (),
    client_key: UUID | None = None,
    begun_on: Board | None = None,
    cleared: str = "",
    now: datetime | None = None,
) -> Topic | HeldPost:
    """Open a conversation, as `start_topic` does, or hold it until a moderator has looked at it.

    The same `client_key` again gives the same back. `cleared` is what its author says identifies nobody. Raises
    Refused, Invalid, Identified among them, or TooMany, each with a sentence.
    """
    topic = topic_to_be(author=author, board=board, title=title, type=type, tags=tags, now=now)
    try:
        return _submit(topic, body, client_key, draft_place(begun_on or board), cleared)
    except IntegrityError:  # the same words were on their way twice
        known = sent_before(author, client_key)
        if known is None:
            raise
        return known if isinstance(known, HeldPost) else known.topic


@transaction.atomic
def _submit(topic: Topic, body: str, client_key: UUID | None, draft: str, cleared: str) -> Topic | HeldPost:
    author = topic.author
    lock_board_of(topic)
    known = sent_before(author, client_key)
    if known is not None:
        return known if isinstance(known, HeldPost) else known.topic
    words = checked_topic(topic, body)
    guard = guarded(author, texts_of_topic(topic, words), lambda: [topic.home_board], cleared=cleared)
    drop_draft(person=author, place=draft)
    board = board_that_holds(author, [topic.home_board]) or guard.board
    if board is None:
        place_topic(topic, words, client_key)
        return topic
    held = HeldPost(
        author=author, board=board, title=topic.title, type=topic.type, tags=topic.tags, source=words
    )
    held.seen = guard.seen
    held.client_key, held.created_at = client_key, topic.created_at
    return _hold(held)


def _hold(held: HeldPost) -> HeldPost:
    if own_waiting_on(held.author, held.board) >= MOST_WAITING:
        raise Refused(_full_sentence())
    held.save()
    claim_files_while_held(held)
    publish(PostHeld(board_id=held.board_id, held_id=held.pk))
    return held


def _full_sentence() -> str:
    return (
        ngettext(
            "%d post of yours waits for the moderators of this board already. Let them read it first.",
            "%d posts of yours wait for the moderators of this board already. Let them read those first.",
            MOST_WAITING,
        )
        % MOST_WAITING
        + " "
        + _("What you wrote is kept as a draft.")
    )
