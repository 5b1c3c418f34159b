"""Taking posts out of a thread: their words go, their numbers and places stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F

from forum.core.events import publish
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.files import drop_files
from forum.discussions.actions.reading import pass_over_gone_posts
from forum.discussions.actions.rehoming import OVER
from forum.discussions.actions.staff_notes import forget_notes
from forum.discussions.events import PostRemoved, TopicRemoved, TopicWordsForgotten
from forum.discussions.models import Attachment, HiddenPost, Placement, Post, Topic
from forum.people.models import Person


def take_out(
    topic: Topic, post_ids: Iterable[int], *, remover: Person | None, moment: datetime
) -> list[Post]:
    """Blank these posts of the topic, those that others answer last: the highest number comes first.

    Within an action that has asked who may, and has locked the topic. A topic goes with its last post.
    """
    taken = []
    for key in post_ids:
        post = Post.objects.select_for_update(of=("self",)).get(pk=key)
        post.topic = topic
        _blank(post, remover, moment)
        if topic.accepted_post_id == post.pk:
            Topic.objects.filter(pk=topic.pk).update(accepted_post=None)
            topic.placements.update(is_answered=False)
        _give_up_place(post)
        publish(PostRemoved(topic_id=topic.pk, post_id=post.pk))
        taken.append(post)
    pass_over_gone_posts(topic)
    _count(topic, len(taken), moment)
    return taken


def _count(topic: Topic, taken: int, moment: datetime) -> None:
    Topic.objects.filter(pk=topic.pk).update(post_count=F("post_count") - taken, version=F("version") + 1)
    if topic.removed_at is not None:  # boards count it no longer
        if topic.post_count <= taken:
            _forget_topic(topic)
        return
    if topic.post_count <= taken:
        _remove_topic(topic, taken, moment)
    else:
        listing_changed(topic, posts=-taken)


def _forget_topic(topic: Topic) -> None:
    """Nothing is left in a removed topic, nor brings it back: what it was called goes, and what moderators noted."""
    Topic.objects.filter(pk=topic.pk).update(title="–", slug="topic", tags=[])
    forget_notes(topic.pk)
    publish(TopicWordsForgotten(topic_id=topic.pk))


def _give_up_place(post: Post) -> None:
    """A removed post without answers leaves the thread."""
    if post.reply_count == 0 and post.parent_id is not None:
        one_answer_less(post.parent_id)


def one_answer_less(post_id: int) -> None:
    """A post has lost an answer; a removed one that only held its place for it leaves the thread as well."""
    key: int | None = post_id
    while key is not None:
        Post.objects.filter(pk=key).update(reply_count=F("reply_count") - 1)
        post = Post.objects.only("reply_count", "parent_id", "removed_at").get(pk=key)
        key = post.parent_id if post.removed_at is not None and post.reply_count == 0 else None


def one_answer_more(post_id: int) -> None:
    """A post has an answer again; one that had left the thread without any comes back to hold its place for it."""
    key: int | None = post_id
    while key is not None:
        post = Post.objects.only("reply_count", "parent_id", "removed_at").get(pk=key)
        Post.objects.filter(pk=key).update(reply_count=F("reply_count") + 1)
        key = post.parent_id if post.removed_at is not None and post.reply_count == 0 else None


def _blank(post: Post, remover: Person | None, moment: datetime) -> None:
    post.revisions.all().delete()
    post.mentions.all().delete()
    post.bookmarks.all().delete()
    show_on_every_board([post.pk])
    drop_files(Attachment.objects.filter(post=post))
    post.source, post.html, post.removed_at, post.removed_by = "", "", moment, remover
    post.save(update_fields=["source", "html", "removed_at", "removed_by"])


def show_on_every_board(post_ids: Sequence[int]) -> None:
    """No board hides these posts any longer: they are gone, or stand where nothing is hidden."""
    for hidden in HiddenPost.objects.filter(post__in=post_ids).order_by("placement_id"):
        Placement.objects.filter(pk=hidden.placement_id).update(hidden_count=F("hidden_count") - 1)
        hidden.delete()


def _remove_topic(topic: Topic, taken: int, moment: datetime) -> None:
    topic.removed_at = moment
    topic.save(update_fields=["removed_at"])
    listing_changed(topic, topics=-1, posts=-taken)
    end_placements_of_removed(topic, moment)
    publish(TopicRemoved(topic_id=topic.pk))


def end_placements_of_removed(topic: Topic, moment: datetime, *, by: Person | None = None) -> None:
    """With a topic goes how it stood beside its home, and what it waited for. Boards have counted it out before."""
    elsewhere = Placement.objects.filter(topic=topic).exclude(board=topic.home_board_id)
    HiddenPost.objects.filter(placement__topic=topic).delete()
    ended = OVER | {"ended_by": Placement.Side.HOME, "decided_at": moment, "decided_by": by}
    elsewhere.filter(state=Placement.State.LIVE).update(state=Placement.State.REMOVED, **ended)
    elsewhere.filter(state=Placement.State.PENDING).update(state=Placement.State.WITHDRAWN, **ended)
