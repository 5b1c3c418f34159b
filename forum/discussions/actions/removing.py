"""Taking posts out of a thread: their words go, their numbers and places stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from forum.core.events import publish
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.files import drop_files
from forum.discussions.actions.reading import pass_over_gone_posts
from forum.discussions.actions.rehoming import UNTENDED
from forum.discussions.events import PostRemoved, TopicRemoved
from forum.discussions.models import Attachment, HiddenPost, Placement, Post, Topic
from forum.people.models import Person


def take_out(topic: Topic, post_ids: Iterable[int], *, remover: Person, moment: datetime) -> list[Post]:
    """Blank these posts of the topic, those that others answer last: the highest number comes first.

    Within an action that has asked who may, and holds the topic. A topic goes with its last post.
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
    if topic.post_count <= taken:
        _remove_topic(topic, taken, moment)
    else:
        listing_changed(topic, posts=-taken)


def _give_up_place(post: Post) -> None:
    """A removed post without answers leaves the thread, and so does a removed one above it that only held its place."""
    while post.reply_count == 0 and post.parent_id is not None:
        Post.objects.filter(pk=post.parent_id).update(reply_count=F("reply_count") - 1)
        post = Post.objects.only("reply_count", "parent_id", "removed_at").get(pk=post.parent_id)
        if post.removed_at is None:
            return


def _blank(post: Post, remover: Person, moment: datetime) -> None:
    post.revisions.all().delete()
    post.mentions.all().delete()
    post.bookmarks.all().delete()
    drop_files(Attachment.objects.filter(post=post))
    post.source, post.html, post.removed_at, post.removed_by = "", "", moment, remover
    post.save(update_fields=["source", "html", "removed_at", "removed_by"])


def _remove_topic(topic: Topic, taken: int, moment: datetime) -> None:
    topic.removed_at = moment
    topic.save(update_fields=["removed_at"])
    listing_changed(topic, topics=-1, posts=-taken)
    _leave_other_boards(topic, moment)
    publish(TopicRemoved(topic_id=topic.pk))


def _leave_other_boards(topic: Topic, moment: datetime) -> None:
    """What stood beside its home stands there no longer, and nothing waits to."""
    ended = UNTENDED | {"ended_by": Placement.Side.HOME, "decided_at": moment, "expires_at": None}
    HiddenPost.objects.filter(placement__topic=topic).delete()
    live = topic.placements.filter(state=Placement.State.LIVE).exclude(board_id=topic.home_board_id)
    live.update(state=Placement.State.REMOVED, **ended)
    pending = topic.placements.filter(state=Placement.State.PENDING)
    pending.update(state=Placement.State.WITHDRAWN, awaits_board=False, awaits_home=False, **ended)
