"""Puts on a topic's posts, in one go, the reactions that people gave elsewhere or long ago."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from forum.core.events import publish
from forum.core.limits import REACTING, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.marks import HELPFUL
from forum.discussions.actions.replies import locked_topic
from forum.discussions.events import PostReactedTo
from forum.discussions.models import Placement, Post, Reaction, Topic
from forum.discussions.policies.topics import may_react
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class GivenReaction:
    """A reaction as it was given: on which post, by whom, of which `Reaction.Kind`, and when."""

    post: Post
    person: Person
    kind: str
    moment: datetime


@transaction.atomic
def retell_reactions(*, topic: Topic, given: Iterable[GivenReaction]) -> None:
    """Put reactions on posts of one topic, each at its own moment; one that is there already stays as it was.

    Raises Refused, Invalid or TooMany, and then puts none.
    """
    topic = locked_topic(topic)
    told = list(given)
    for person in {reaction.person for reaction in told}:
        require(may_react(person, topic))
    posts = {post.pk: post for post in _held_posts(topic, told)}
    for reaction in told:
        _check(reaction, posts)
        spend(REACTING, reaction.person.pk, at=reaction.moment)
    Reaction.objects.bulk_create(
        [Reaction(post=one.post, person=one.person, kind=one.kind, created_at=one.moment) for one in told],
        ignore_conflicts=True,
    )
    count_reactions_anew(topic, posts)
    for post in posts.values():
        publish(PostReactedTo(topic_id=topic.pk, post_id=post.pk))


def _held_posts(topic: Topic, told: list[GivenReaction]) -> list[Post]:
    wanted = {reaction.post.pk for reaction in told}
    rows = Post.objects.filter(topic=topic, pk__in=wanted, removed_at=None).order_by("number")
    return list(rows.select_for_update())


def _check(reaction: GivenReaction, posts: dict[int, Post]) -> None:
    if reaction.kind not in Reaction.Kind.values:
        raise Invalid(_("There is no such reaction."))
    if reaction.post.pk not in posts:
        raise Invalid(_("This post is not, or no longer, part of the topic."))


def count_reactions_anew(topic: Topic, posts: dict[int, Post]) -> None:
    """Let posts of the topic, by id and locked, count the reactions that there are now, and the topic with them."""
    of_topic = Reaction.objects.filter(post__topic=topic).order_by()
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for row in of_topic.filter(post__in=posts).values("post_id", "kind").annotate(many=Count("pk")):
        counts[row["post_id"]][row["kind"]] = row["many"]
    for key, post in posts.items():
        post.reaction_counts = counts[key]
    Post.objects.bulk_update(posts.values(), ["reaction_counts"])
    helpful = of_topic.filter(kind__in=HELPFUL).count()
    Topic.objects.filter(pk=topic.pk).update(helpful_count=helpful, version=F("version") + 1)
    Placement.objects.filter(topic=topic).update(helpful_count=helpful)
    listing_changed(topic)
