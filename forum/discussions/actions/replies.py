"""Answering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.policies.measures import may_speak_from_outside
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.known_queries import KnownQuery, KnownUpdate
from forum.core.limits import POSTING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.discussions.actions.bodies import checked_body, claim_files, note_mentions, rendered
from forum.discussions.actions.bounding import require_bounds
from forum.discussions.actions.counters import reply_counted
from forum.discussions.actions.drafts import drop_draft
from forum.discussions.actions.guarding import require_guarded
from forum.discussions.actions.reading import see_posts
from forum.discussions.actions.sent import as_post, sent_before
from forum.discussions.events import ReplyPosted
from forum.discussions.models import Board, Post, Topic, draft_place
from forum.discussions.models.paths import child_path
from forum.discussions.policies.holding import may_post_again
from forum.discussions.policies.posts import may_read_post
from forum.discussions.policies.topic_rules import may_post_again_in, reply_may_appear_at_once
from forum.discussions.policies.topics import boards_to_reply_through, live_boards, may_reply
from forum.discussions.selectors.topics import topic_with_placements
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class ReplyToBe:
    """A reply whose author, words and place were checked in the transaction that stores it."""

    author: Person
    topic: Topic
    words: str
    parent: Post
    board: Board
    client_key: UUID | None
    now: datetime


@transaction.atomic
def post_reply(
    *,
    author: Person,
    topic: Topic,
    body: str,
    parent: Post | None = None,
    via_board: Board | None = None,
    client_key: UUID | None = None,
    now: datetime | None = None,
) -> Post:
    """Add a reply to `topic`, under `parent` or else under its opening post.

    The same `client_key` again gives the first post back. Raises Refused, also where words must wait for a moderator
    (see `submit_reply`), Invalid or TooMany, each with a sentence.
    """
    topic = locked_topic(topic)
    known = sent_before(author, client_key)
    if known is not None:
        return as_post(known)
    reply = checked_reply(
        author=author,
        topic=topic,
        body=body,
        parent=parent,
        via_board=via_board,
        client_key=client_key,
        now=now,
    )
    require(reply_may_appear_at_once(author, topic, reply.board))
    require_guarded(author, [reply.words], lambda: boards_of_reply(reply), cleared="")
    drop_draft(person=author, place=draft_place(topic))
    return place_reply(reply)


def checked_reply(
    *,
    author: Person,
    topic: Topic,
    body: str,
    parent: Post | None,
    via_board: Board | None,
    client_key: UUID | None,
    now: datetime | None,
) -> ReplyToBe:
    """The reply, once it may be written. `topic` is a `locked_topic`. Raises Refused, Invalid or TooMany."""
    moment = now or timezone.now()
    lock_standing(author, [board.community_id for board in live_boards(topic)])
    require(may_reply(author, topic, now=moment))
    require(may_speak_from_outside(author, topic.home_board.community, topic.home_board_id))
    board = way_in(author, topic, via_board, now=moment)
    require(may_post_again_in(author, topic, now=moment))
    require(may_post_again(author, board, now=moment))
    words = checked_body(body)
    answered = answered_post(topic, parent)
    require(may_read_post(author, answered))
    require_bounds(author, board, words, topic.pk, now=moment)
    spend(POSTING, author.pk, at=now)
    return ReplyToBe(author, topic, words, answered, board, client_key, moment)


def boards_of_reply(reply: ReplyToBe) -> list[Board]:
    """Where the reply would be read: the board that it comes through, then all others on which its topic stands."""
    return [reply.board, *(board for board in live_boards(reply.topic) if board.pk != reply.board.pk)]


def place_reply(reply: ReplyToBe) -> Post:
    """Store it, within an action that has asked whether it may stand."""
    post = _insert(reply)
    see_posts(
        reader=reply.author, topic=reply.topic, first=post.number, last=post.number, now=post.created_at
    )
    publish(ReplyPosted(topic_id=reply.topic.pk, post_id=post.pk))
    return post


def locked_topic(topic: Topic) -> Topic:
    """The topic as it stands now, locked until the transaction ends, with its placements. Raises Refused when gone.

    Its community is locked before it, as by whoever archives a community or changes who reads it: so nobody does
    that meanwhile, and neither waits for the other for ever.
    """
    community_id = topic.home_board.community_id
    lock_communities([community_id])
    if any(locked.home_board.community_id != community_id for locked in _locked(topic.pk)):
        # To lock its new home now, after the topic, could be to wait for each other for ever.
        raise Refused(_("This topic got a home in another community at this moment. Try again."))
    fresh = topic_with_placements(topic.pk)
    if fresh is None or fresh.removed_at is not None:
        raise Refused(_("This topic was removed in the meantime. Your words are kept as a draft."))
    return fresh


_locked = KnownQuery(
    lambda topic_id: (
        Topic.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=topic_id)
        .order_by()
        .select_related("home_board")
        .only("pk", "home_board__community_id")
    )
)
_one_answer_more = KnownUpdate(
    lambda post_id: (Post.objects.filter(pk=post_id), {"reply_count": F("reply_count") + 1})
)
_PLACE_IN_THREAD = ("pk", "topic_id", "author_id", "path", "depth", "removed_at", "number")
_opening = KnownQuery(lambda topic_id: Post.objects.filter(topic=topic_id, number=1).only(*_PLACE_IN_THREAD))
_in_topic = KnownQuery(
    lambda topic_id, post_id: Post.objects.filter(topic=topic_id, pk=post_id).only(*_PLACE_IN_THREAD)
)


def answered_post(topic: Topic, parent: Post | None) -> Post:
    """The post that is answered, as it stands now; the opening one for None. Raises Invalid where it is gone."""
    found = _opening(topic.pk) if parent is None else _in_topic(topic.pk, parent.pk)
    answered = found[0] if found else None
    if answered is None:
        raise Invalid(
            _("The post you answer is no longer part of this topic. Answer the topic itself instead.")
        )
    answered.topic = topic
    if answered.removed_at is not None and answered.number != 1:
        raise Invalid(
            _("The post you answer was removed in the meantime. Answer another one, or the topic itself.")
        )
    return answered


def way_in(author: Person, topic: Topic, wished: Board | None, *, now: datetime) -> Board:
    """The board through which the author answers: the one they wish for if it lets them, else the first that does."""
    boards = boards_to_reply_through(author, topic, now=now)
    return next((board for board in boards if wished is not None and board.pk == wished.pk), boards[0])


def _insert(reply: ReplyToBe) -> Post:
    author, topic, parent = reply.author, reply.topic, reply.parent
    number = topic.last_number + 1
    path, depth = child_path(parent.path, parent.depth, number)
    html, people = rendered(reply.words, topic)
    post = Post.objects.create(
        topic=topic, number=number, parent=parent, author=author, via_board=reply.board, source=reply.words,
        html=html, path=path, depth=depth, created_at=reply.now, client_key=reply.client_key,
    )  # fmt: skip
    _one_answer_more(parent.pk)
    note_mentions(post, people)
    claim_files(post, reply.words, author)
    reply_counted(topic, author_id=author.pk, number=number, now=reply.now)
    return post
