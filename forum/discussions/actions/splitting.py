"""Making a topic of its own of a reply, of others that go along, and of everything that answers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.communities.selectors.locks import lock_standing
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.actions.bodies import rendered
from forum.discussions.actions.counters import listing_changed, reply_counted
from forum.discussions.actions.reading import pass_over_gone_posts
from forum.discussions.actions.relocating import (
    MOST_POSTS,
    count_topic_anew,
    follow_along,
    note_where_posts_went,
    read_along,
    relocate_posts,
)
from forum.discussions.actions.removing import one_answer_less, show_on_every_board
from forum.discussions.actions.replies import locked_topic
from forum.discussions.actions.staff_notes import let_notes_follow
from forum.discussions.actions.titles import checked_title
from forum.discussions.events import ReplyPosted, TopicSplit, TopicStarted
from forum.discussions.models import Draft, HeldPost, Placement, Post, Relocation, Topic
from forum.discussions.models.paths import AFTER_EVERY_PATH, MAX_DEPTH, child_path
from forum.discussions.models.topics import topic_slug
from forum.discussions.policies.topics import may_split
from forum.people.models import Person


@transaction.atomic
def split_topic(
    *,
    moderator: Person,
    topic: Topic,
    post: Post,
    title: str,
    along: Sequence[int] = (),
    now: datetime | None = None,
) -> Topic:
    """Let a reply open a topic of its own, with everything that answers it; a note where it stood leads there.

    Later posts, of the numbers `along`, go with it: each answers it there, with everything that answers them.

    It is at home where it was and stands nowhere else; old addresses of its posts lead to the new ones. Raises Refused,
    Invalid or TooMany.
    """
    moment = now or timezone.now()
    topic = locked_topic(topic)
    lock_standing(moderator, [topic.home_board.community_id])
    first = Post.objects.select_for_update(of=("self",)).select_related("author", "parent").get(pk=post.pk)
    if first.topic_id != topic.pk:
        raise Invalid(_("This post stands in another topic by now."))
    first.topic = topic
    require(may_split(moderator, topic, first))
    name = checked_title(title)
    ask_in([topic.home_board.community], [name], known=[topic.title])
    spend(TENDING, moderator.pk)
    beginnings = _beginnings(moderator, topic, first, along)
    branches = _branches(topic, [first, *beginnings])
    fresh = _new_topic(topic, first, name)
    _leave_their_places(first, beginnings)
    _relocate(topic, fresh, first, branches)
    listing_changed(topic, posts=-fresh.post_count)
    listing_changed(fresh, topics=1, posts=fresh.post_count)
    _leave_note(topic, fresh, moderator, moment)
    _note(topic, fresh, moderator, now)
    publish(TopicStarted(topic_id=fresh.pk, post_id=first.pk))
    publish(TopicSplit(topic_id=topic.pk, into_id=fresh.pk))
    return fresh


def _branches(topic: Topic, beginnings: Sequence[Post]) -> list[Post]:
    """These posts and everything below each of them, by number. Raises Invalid where they are too many."""
    found = [post for each in beginnings for post in _branch(topic, each)]
    if len(found) > MOST_POSTS:
        raise Invalid(_("That is more than %d posts. Split off smaller parts.") % MOST_POSTS)
    return sorted(found, key=lambda post: post.number)


def _branch(topic: Topic, first: Post) -> list[Post]:
    """The post and everything below it, by number."""
    if first.depth >= MAX_DEPTH:
        raise Invalid(_("So deep in a topic nothing can be split off. Choose a post further up."))
    rows = topic.posts.filter(path__gte=first.path, path__lt=first.path + AFTER_EVERY_PATH)
    return list(rows.order_by("number").select_for_update(of=("self",))[: MOST_POSTS + 1])


def _beginnings(moderator: Person, topic: Topic, first: Post, along: Sequence[int]) -> list[Post]:
    """The posts of these numbers that begin a branch of their own: not what already goes with another one."""
    rows = topic.posts.filter(number__in=along).select_for_update(of=("self",)).order_by("path")
    found, chosen = list(rows), [first]
    if {post.number for post in found} != set(along):
        raise Invalid(_("One of the posts stands in another topic by now. Choose again."), field="along")
    for post in found:
        post.topic = topic
        require(may_split(moderator, topic, post))
        if post.number < first.number:
            raise Invalid(_("Begin with the earliest of the posts; the others go along."), field="along")
        if not any(post.path.startswith(each.path) for each in chosen):
            chosen.append(post)
    return chosen[1:]


def _leave_their_places(first: Post, beginnings: Sequence[Post]) -> None:
    """Nobody there is answered by them any more; the first one is, by the others."""
    for post in (first, *beginnings):
        assert post.parent_id is not None
        one_answer_less(post.parent_id)
    if beginnings:
        Post.objects.filter(pk=first.pk).update(reply_count=F("reply_count") + len(beginnings))


def _new_topic(topic: Topic, first: Post, name: str) -> Topic:
    fresh = Topic(
        title=name, slug=topic_slug(name), type=Topic.Type.DISCUSSION, author=first.author,
        home_board=topic.home_board, tags=topic.tags, created_at=first.created_at,
        last_post_at=first.created_at, last_post_by=first.author, participant_ids=[first.author_id],
    )  # fmt: skip
    fresh.save()
    Placement.objects.create(
        topic=fresh, board=topic.home_board, created_at=first.created_at, last_post_at=first.created_at,
        is_answered=True,
    )  # fmt: skip
    return fresh


def _relocate(topic: Topic, fresh: Topic, first: Post, branch: Sequence[Post]) -> None:
    shift, numbers = 1 - first.number, [post.number for post in branch]
    ids = [post.pk for post in branch]
    if topic.accepted_post_id in ids:
        topic.accepted_post = None
    show_on_every_board(ids)  # the new topic stands at home alone, where nothing is hidden
    read_along(topic, fresh, shift=shift, numbers=numbers)
    relocate_posts(branch, fresh, shift=shift, under=None)
    HeldPost.objects.filter(topic=topic, parent__in=ids).update(topic=fresh, board=fresh.home_board)
    Draft.objects.filter(place__in=[f"post:{key}" for key in ids]).update(topic=fresh)
    note_where_posts_went(topic, fresh, Relocation.Kind.SPLIT, shift)
    follow_along(topic, fresh)
    let_notes_follow(topic, fresh, branch)
    count_topic_anew(fresh)
    for each in (topic, fresh):
        pass_over_gone_posts(each)


def _leave_note(topic: Topic, fresh: Topic, moderator: Person, moment: datetime) -> None:
    """A reply by the moderator where the branch stood, so that readers find what is no longer there."""
    opening = Post.objects.get(topic=topic, number=1)
    number = topic.last_number + 1
    path, depth = child_path(opening.path, opening.depth, number)
    title = fresh.title.replace("\\", "\\\\").replace("[", "(").replace("]", ")")
    words = _("What was said about this goes on in a topic of its own: [%(title)s](%(address)s)") % {
        "title": title,
        "address": fresh.get_absolute_url(),
    }
    html, _people = rendered(words, topic)
    note = Post.objects.create(
        topic=topic, number=number, parent=opening, author=moderator, via_board=topic.home_board, source=words,
        html=html, path=path, depth=depth, created_at=moment,
    )  # fmt: skip
    Post.objects.filter(pk=opening.pk).update(reply_count=F("reply_count") + 1)
    reply_counted(topic, author_id=moderator.pk, number=number, now=moment)
    count_topic_anew(topic)
    publish(ReplyPosted(topic_id=topic.pk, post_id=note.pk))


def _note(topic: Topic, fresh: Topic, moderator: Person, now: datetime | None) -> None:
    board = topic.home_board
    note_change(
        Verb.TOPIC_SPLIT, by=moderator, community=board.community, about=board.name, board_key=board.pk,
        details={"topic": fresh.pk}, now=now,
    )  # fmt: skip
