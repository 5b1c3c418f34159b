"""Who is told of what moderators do with whole topics. A notice of a topic is one of the post that opens it."""

from __future__ import annotations

from forum.discussions.events import TopicRemoved, TopicRestored
from forum.discussions.selectors.removed import keeps_words_of_author, took_words_of_author
from forum.notifications import kinds
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import latest_removal_noticed, opening_post


def tell_author_of_removed_topic(event: TopicRemoved) -> None:
    """Whose topic a moderator has removed, and words of theirs with it; each removal is an occasion of its own."""
    post = opening_post(event.topic_id) if event.by_id is not None else None
    removal = post.topic.removal if post is not None else None
    if post is None or removal is None or not took_words_of_author(event.topic_id):
        return
    author, at = [post.topic.author_id], removal.removed_at
    occasion = int(at.timestamp() * 1_000_000)
    tell(kinds.TOPIC_REMOVED, author, about=post, occasion=occasion, at=at)


def tell_author_of_restored_topic(event: TopicRestored) -> None:
    """Whose topic a moderator has brought back: once after each time that they were told of its removal. Whoever
    learns that it has another home learns that as well.
    """
    post = opening_post(event.topic_id) if event.by_id is not None else None
    if post is not None and keeps_words_of_author(post.topic):
        occasion = latest_removal_noticed("topic-removed", post, post.topic.author_id)
        author = [post.topic.author_id]
        tell(kinds.TOPIC_RESTORED, author, but_for=[event.by_id], about=post, occasion=occasion, at=None)
