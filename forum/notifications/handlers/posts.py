"""Who is told of posts: of new ones, and of what moderators do with one's own."""

from __future__ import annotations

from django.utils import timezone

from forum.communities.models import Verb
from forum.discussions.events import (
    HeldPostDeclined,
    HeldPostLetThrough,
    PostEdited,
    PostRemoved,
    PostRestored,
    PostTakenDown,
    ReplyPosted,
    TopicStarted,
)
from forum.moderation.events import WordsPurged
from forum.notifications import kinds
from forum.notifications.actions.reading import recount_notices_of_post
from forum.notifications.actions.writing import (
    write_notices_of_mentions,
    write_notices_of_post,
)
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import (
    held_with,
    last_change,
    latest_removal_noticed,
    post_with,
    removal_with,
)


def tell_of_post(event: ReplyPosted | TopicStarted) -> None:
    """Whom a new post names, whom it answers, and who follows its topic."""
    write_notices_of_post(post_id=event.post_id)


def tell_of_new_mentions(event: PostEdited) -> None:
    """Whom it names since it was changed."""
    write_notices_of_mentions(post_id=event.post_id, now=timezone.now())


def tell_author_of_removal(event: PostTakenDown | WordsPurged) -> None:
    """Whose post a moderator has removed, or purged; each removal is an occasion of its own."""
    removal = removal_with(event.post_id) if event.post_id else None
    if removal is not None:
        post, by = removal.post, [removal.removed_by_id]
        at, occasion = removal.removed_at, removal.pk
        tell(kinds.POST_REMOVED, [post.author_id], but_for=by, about=post, occasion=occasion, at=at)


def count_without_post(event: PostRemoved) -> None:
    """A post that is gone waits for nobody."""
    recount_notices_of_post(post_id=event.post_id)


def tell_author_of_return(event: PostRestored) -> None:
    """Whose post a moderator has brought back: once after each time that they were told of its removal."""
    post = post_with(event.post_id)
    if post is None:
        return
    change = last_change(
        Verb.POST_RESTORED, person_id=post.author_id, community_id=post.via_board.community_id
    )
    by, at = (change.actor_id, change.created_at) if change else (None, None)
    occasion = latest_removal_noticed("post-removed", post, post.author_id)
    tell(kinds.POST_RESTORED, [post.author_id], but_for=[by], about=post, occasion=occasion, at=at)


def tell_author_of_held(event: HeldPostLetThrough | HeldPostDeclined) -> None:
    """Whose words waited for a moderator, who has decided."""
    held = held_with(event.held_id)
    if held is not None:
        let_through = isinstance(event, HeldPostLetThrough)
        kind = kinds.WORDS_LET_THROUGH if let_through else kinds.WORDS_DECLINED
        tell(kind, [held.author_id], but_for=[held.decided_by_id], about=held, at=held.decided_at)
