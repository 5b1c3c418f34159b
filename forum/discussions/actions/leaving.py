"""What becomes of what a person put on boards when their account is closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forum.discussions.actions.files import drop_files
from forum.discussions.actions.removing import take_out
from forum.discussions.actions.retelling import count_reactions_anew
from forum.discussions.actions.taking_down import forget_removed_words_of
from forum.discussions.actions.whole_topics import locked_even_if_removed
from forum.discussions.models import (
    Attachment,
    BoardReading,
    Bookmark,
    Draft,
    Following,
    HeldPost,
    Mention,
    Post,
    Reaction,
    ReadPosition,
    Topic,
)
from forum.people.models import Person

AT_ONCE = 50  # posts of one topic, which is locked meanwhile


@transaction.atomic
def let_go_of_own_things(*, person_id: int) -> None:
    """Delete what was the person's alone: drafts, marks, what they had read, words that waited or that moderators
    removed, files held by nothing.

    Part of an action that has asked whether they may leave.
    """
    drop_files(Attachment.objects.filter(owner=person_id, post=None, in_talk=False))
    HeldPost.objects.filter(author=person_id).delete()
    forget_removed_words_of(person_id=person_id)
    for model in (Draft, Bookmark, Following, Mention, ReadPosition, BoardReading):
        model.objects.filter(person=person_id).delete()


@transaction.atomic
def take_back_some_posts(*, person: Person, now: datetime) -> int:
    """Take back up to `AT_ONCE` of the person's posts, all in one topic. Returns how many; 0 when none is left.

    Part of leaving, which has asked whether they may.
    """
    own = Post.objects.filter(author=person, removed_at=None)
    topics = own.order_by("topic_id").values_list("topic_id", flat=True)
    while (first := topics.first()) is not None:
        topic = locked_even_if_removed(Topic.objects.select_related("home_board").get(pk=first))
        ids = own.filter(topic=topic).order_by("-number").values_list("pk", flat=True)[:AT_ONCE]
        return len(take_out(topic, list(ids), remover=person, moment=now))
    return 0


@transaction.atomic
def take_back_some_reactions(*, person: Person) -> int:
    """Take back the person's reactions in one topic. Returns how many; 0 when none is left."""
    own = Reaction.objects.filter(person=person)
    first = own.order_by("post__topic_id").values_list("post__topic_id", flat=True).first()
    if first is None:
        return 0
    topic = Topic.objects.select_for_update(no_key=True).get(pk=first)
    here = own.filter(post__topic=topic)
    posts = Post.objects.filter(pk__in=here.values("post")).order_by("number")
    locked = {post.pk: post for post in posts.select_for_update(of=("self",))}
    count, _rows = here.delete()
    count_reactions_anew(topic, locked)
    return count
