"""Which of their first steps in a community somebody has taken, as the rows of that community tell it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from forum.communities.models import Community
from forum.core.known_queries import KnownQuery
from forum.discussions.models import Board, Following, HeldPost, Placement, Post, Reaction, ReadPosition
from forum.discussions.selectors.newest import live_placements
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class StepsTaken:
    """What somebody has done here: each whether ever, in what still stands or waits for a moderator."""

    read: bool
    followed: bool
    reacted: bool
    introduced: bool
    wrote: bool


def steps_taken(person: Person, community: Community) -> StepsTaken:
    """The steps that the person has taken in the community, in one query. For themselves."""
    [found] = _taken(person.pk, community.pk)
    return StepsTaken(*found)


def _here(community_id: int, topic: str) -> Exists:
    placed: QuerySet[Placement] = live_placements().filter(
        board__community=community_id, topic=OuterRef(topic)
    )
    return Exists(placed)


def _steps(person_id: int, community_id: int) -> QuerySet[Community, tuple[bool, ...]]:
    introduces = Q(number=1, topic__home_board__kind=Board.Kind.INTRODUCTIONS)
    posts = Post.objects.filter(
        author=person_id, removed_at=None, topic__removed_at=None, via_board__community=community_id
    )
    held = HeldPost.objects.filter(
        author=person_id, board__community=community_id, state=HeldPost.State.WAITING
    )
    held_introduction = Q(topic=None, board__kind=Board.Kind.INTRODUCTIONS)
    read = ReadPosition.objects.filter(_here(community_id, "topic"), person=person_id, seen_count__gt=0)
    followed = Following.objects.filter(_here(community_id, "topic"), person=person_id)
    reacted = Reaction.objects.filter(
        _here(community_id, "post__topic"), person=person_id, post__removed_at=None
    )
    rows = Community.objects.filter(pk=community_id).annotate(
        has_read=Exists(read),
        has_followed=Exists(followed),
        has_reacted=Exists(reacted),
        has_introduced=Exists(posts.filter(introduces)) | Exists(held.filter(held_introduction)),
        has_written=Exists(posts.exclude(introduces)) | Exists(held.exclude(held_introduction)),
    )
    return rows.values_list("has_read", "has_followed", "has_reacted", "has_introduced", "has_written")


_taken = KnownQuery(_steps)
