"""Letting everything that was said in one topic stand in another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.discussions.actions.counters import boards_of_topic, listing_changed
from forum.discussions.actions.duplicates import let_duplicates_follow
from forum.discussions.actions.reading import pass_over_gone_posts
from forum.discussions.actions.relocating import (
    MOST_POSTS,
    count_topic_anew,
    follow_along,
    note_where_posts_went,
    read_along,
    relocate_posts,
)
from forum.discussions.actions.removing import end_placements_of_removed
from forum.discussions.actions.staff_notes import let_all_notes_follow
from forum.discussions.events import TopicsUnited
from forum.discussions.models import Board, Draft, HeldPost, HiddenPost, Placement, Post, Relocation, Topic
from forum.discussions.models.placements import PATIENCE
from forum.discussions.policies.topics import may_unite
from forum.discussions.selectors.duplicates import entangled
from forum.discussions.selectors.locks import lock_topics
from forum.discussions.selectors.topics import with_placements
from forum.people.models import Person

State = Placement.State


@transaction.atomic
def unite_topics(*, moderator: Person, topic: Topic, into: Topic, now: datetime | None = None) -> Topic:
    """Let all posts of `topic` stand in `into`, below its opening post and after the numbers that it has.

    Where `topic` stood and `into` does not, moderators are asked anew. Old addresses lead to the new ones. Raises
    Refused, Invalid or TooMany.
    """
    moment = now or timezone.now()
    topic, into = _locked(moderator, topic, into)
    require(may_unite(moderator, topic, into))
    posts = list(topic.posts.order_by("number").select_for_update(of=("self",))[: MOST_POSTS + 1])
    if len(posts) > MOST_POSTS:
        raise Invalid(_("That is more than %d posts, too many to carry over.") % MOST_POSTS)
    spend(TENDING, moderator.pk)
    guests = _boards_new_to(topic, into)
    _lock_boards(topic, into)
    listing_changed(topic, topics=-1, posts=-topic.post_count)
    before = into.post_count
    _relocate(topic, into, posts)
    end_placements_of_removed(topic, moment, by=moderator)
    _close(topic, moderator, moment)
    let_duplicates_follow(topic, into)
    listing_changed(into, posts=into.post_count - before)
    for placement in guests:
        _ask_anew(placement, into, moderator, moment)
    _note(topic, into, moderator, now)
    publish(TopicsUnited(topic_id=topic.pk, into_id=into.pk))
    return into


def _locked(moderator: Person, topic: Topic, into: Topic) -> tuple[Topic, Topic]:
    held = {topic.home_board.community_id, into.home_board.community_id}
    lock_communities(held)
    lock_topics(entangled(topic.pk, into.pk))
    found = with_placements(Topic.objects.filter(removed_at=None)).in_bulk([topic.pk, into.pk])
    if len(found) < len({topic.pk, into.pk}):
        raise Refused(_("One of the two topics was removed in the meantime."))
    topic, into = found[topic.pk], found[into.pk]
    if not {topic.home_board.community_id, into.home_board.community_id} <= held:
        raise Refused(_("One of the two topics got a home in another community at this moment. Try again."))
    lock_standing(moderator, [topic.home_board.community_id, into.home_board.community_id])
    return topic, into


def _lock_boards(topic: Topic, into: Topic) -> None:
    """Both are listed anew, one after the other: whoever counts on the same boards takes them in their order."""
    keys = {*boards_of_topic(topic), *boards_of_topic(into)}
    list(Board.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _boards_new_to(topic: Topic, into: Topic) -> list[Placement]:
    """Where `topic` stands and `into` neither stands nor ever was asked about; its home too, in another community."""
    known = set(Placement.objects.filter(topic=into).values_list("board_id", flat=True))
    rows = Placement.objects.filter(topic=topic, state=State.LIVE).exclude(board__in=known)
    if topic.home_board.community_id == into.home_board.community_id:
        rows = rows.exclude(board=topic.home_board_id)
    return list(rows.select_related("board").order_by("board_id"))


def _relocate(topic: Topic, into: Topic, posts: list[Post]) -> None:
    shift, numbers = into.last_number, [post.number for post in posts]
    opening = Post.objects.select_for_update(of=("self",)).get(topic=into, number=1)
    read_along(topic, into, shift=shift, numbers=numbers)
    relocate_posts(posts, into, shift=shift, under=opening)
    first = posts[0]
    if first.removed_at is None or first.reply_count:
        Post.objects.filter(pk=opening.pk).update(reply_count=F("reply_count") + 1)
    HeldPost.objects.filter(topic=topic).update(topic=into, board=into.home_board)
    _keep_hidden(topic, into)
    _relocate_drafts(topic, into)
    follow_along(topic, into)
    let_all_notes_follow(topic, into)
    note_where_posts_went(topic, into, Relocation.Kind.UNITE, shift)
    count_topic_anew(into)
    pass_over_gone_posts(into)


def _keep_hidden(topic: Topic, into: Topic) -> None:
    """What a board hid of the one stays hidden there in the other, where that stands there as a guest too."""
    there = {row.board_id: row for row in into.placements.all() if row.board_id != into.home_board_id}
    for board_id, placement in sorted(there.items()):
        rows = HiddenPost.objects.filter(placement__topic=topic, placement__board=board_id)
        if rows.update(placement=placement):
            Placement.objects.filter(pk=placement.pk).update(hidden_count=placement.hidden_posts.count())


def _relocate_drafts(topic: Topic, into: Topic) -> None:
    """Words begun go along, unless their writer has begun others there; then both stay."""
    theirs = Draft.objects.filter(place=f"topic:{into.pk}").values("person")
    begun = Draft.objects.filter(place=f"topic:{topic.pk}").exclude(person__in=theirs)
    begun.update(place=f"topic:{into.pk}", topic=into, parent_number=None)
    Draft.objects.filter(topic=topic).exclude(place=f"topic:{topic.pk}").update(topic=into)


def _close(topic: Topic, moderator: Person, moment: datetime) -> None:
    topic.followings.all().delete()
    topic.read_positions.all().delete()
    Placement.objects.filter(topic=topic).update(
        helpful_count=0, is_answered=topic.type != Topic.Type.QUESTION
    )
    Topic.objects.filter(pk=topic.pk).update(
        removed_at=moment, removed_by=moderator, accepted_post=None, post_count=0, helpful_count=0,
        version=F("version") + 1,
    )  # fmt: skip


def _ask_anew(placement: Placement, into: Topic, moderator: Person, moment: datetime) -> None:
    board: Board = placement.board
    Placement.objects.create(
        topic=into, board=board, state=State.PENDING, created_at=moment, last_post_at=into.last_post_at,
        helpful_count=into.helpful_count, is_answered=into.is_answered,
        proposed_by=placement.proposed_by or moderator, proposed_at=moment, note=placement.note,
        awaits_board=True, expires_at=moment + PATIENCE,
    )  # fmt: skip


def _note(topic: Topic, into: Topic, moderator: Person, now: datetime | None) -> None:
    board = into.home_board
    note_change(
        Verb.TOPICS_UNITED, by=moderator, community=board.community, about=board.name, board_key=board.pk,
        details={"topic": into.pk, "from": topic.pk}, now=now,
    )  # fmt: skip
