"""The small acts: reacting, bookmarking, accepting an answer."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forum.communities.policies.measures import may_speak_from_outside
from forum.communities.selectors.locks import lock_standing
from forum.core.events import publish
from forum.core.limits import REACTING, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.replies import locked_topic
from forum.discussions.events import AnswerAccepted, AnswerUnaccepted, PostReactedTo
from forum.discussions.models import Bookmark, Placement, Post, Reaction, Topic
from forum.discussions.policies.posts import may_read_post
from forum.discussions.policies.topics import (
    boards_seen,
    live_boards,
    may_accept_answer,
    may_bookmark,
    may_react,
)
from forum.people.models import Person

HELPFUL = {Reaction.Kind.THANKS, Reaction.Kind.INSIGHT, Reaction.Kind.TRIED_HERE}


@transaction.atomic
def react(*, person: Person, post: Post, kind: str) -> Post:
    """Put a reaction on a post; a second time changes nothing. Raises Refused, Invalid or TooMany."""
    post = _post_to_react_to(person, post, kind)
    if Reaction.objects.filter(post=post, person=person, kind=kind).exists():
        return post
    Reaction.objects.create(post=post, person=person, kind=kind)
    return _count(post, kind, 1)


@transaction.atomic
def take_back_reaction(*, person: Person, post: Post, kind: str) -> Post:
    """Take one's reaction off a post again. Raises Refused, Invalid or TooMany."""
    post = _post_to_react_to(person, post, kind)
    deleted, _rows = Reaction.objects.filter(post=post, person=person, kind=kind).delete()
    return _count(post, kind, -1) if deleted else post


def _post_to_react_to(person: Person, post: Post, kind: str) -> Post:
    if kind not in Reaction.Kind.values:
        raise Invalid(_("There is no such reaction."))
    topic = locked_topic(post.topic)
    lock_standing(person, [board.community_id for board in live_boards(topic)])
    require(may_react(person, topic))
    for board in boards_seen(person, topic):
        require(may_speak_from_outside(person, board.community, board.pk))
    fresh = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    fresh.topic = topic
    require(may_read_post(person, fresh))
    if fresh.removed_at is not None:
        raise Invalid(_("This post was removed in the meantime."))
    spend(REACTING, person.pk)
    return fresh


def _count(post: Post, kind: str, change: int) -> Post:
    counts = dict(post.reaction_counts)
    counts[kind] = counts.get(kind, 0) + change
    post.reaction_counts = {name: count for name, count in counts.items() if count > 0}
    post.save(update_fields=["reaction_counts"])
    helpful = change if kind in HELPFUL else 0
    Topic.objects.filter(pk=post.topic_id).update(
        helpful_count=F("helpful_count") + helpful, version=F("version") + 1
    )
    if helpful:
        Placement.objects.filter(topic=post.topic_id).update(helpful_count=F("helpful_count") + helpful)
        listing_changed(post.topic)
    publish(PostReactedTo(topic_id=post.topic_id, post_id=post.pk))
    return post


@transaction.atomic
def bookmark_post(*, person: Person, post: Post) -> None:
    """Keep a post for later. Raises Refused."""
    require(may_bookmark(person, post.topic))
    require(may_read_post(person, post))
    spend(REACTING, person.pk)
    Bookmark.objects.get_or_create(post=post, person=person)


@transaction.atomic
def drop_bookmark(*, person: Person, post: Post) -> None:
    """Forget a bookmark."""
    spend(REACTING, person.pk)
    Bookmark.objects.filter(post=post, person=person).delete()


@transaction.atomic
def accept_answer(*, person: Person, post: Post) -> None:
    """Mark a reply as the answer to its question, instead of any before it. Raises Refused, Invalid or TooMany."""
    topic = locked_topic(post.topic)
    lock_standing(person, [board.community_id for board in live_boards(topic)])
    require(may_accept_answer(person, topic))
    require(may_speak_from_outside(person, topic.home_board.community, topic.home_board_id))
    spend(REACTING, person.pk)
    post = Post.objects.get(pk=post.pk)
    post.topic = topic
    require(may_read_post(person, post))
    if post.is_opening or post.removed_at is not None:
        raise Invalid(_("Only a reply that is still there can be the accepted answer."))
    Topic.objects.filter(pk=topic.pk).update(accepted_post=post, version=F("version") + 1)
    topic.placements.update(is_answered=True)
    listing_changed(topic)
    publish(AnswerAccepted(topic_id=topic.pk, post_id=post.pk))


@transaction.atomic
def unaccept_answer(*, person: Person, topic: Topic) -> None:
    """Take the mark off the accepted answer. Raises Refused or TooMany."""
    topic = locked_topic(topic)
    lock_standing(person, [board.community_id for board in live_boards(topic)])
    require(may_accept_answer(person, topic))
    require(may_speak_from_outside(person, topic.home_board.community, topic.home_board_id))
    spend(REACTING, person.pk)
    if topic.accepted_post_id is not None:
        Topic.objects.filter(pk=topic.pk).update(accepted_post=None, version=F("version") + 1)
        topic.placements.update(is_answered=False)
        listing_changed(topic)
        publish(AnswerUnaccepted(topic_id=topic.pk))
