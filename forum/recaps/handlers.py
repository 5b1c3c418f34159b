"""How what remains of live sessions reacts: to topics that are united with others, and to answers."""

from __future__ import annotations

from forum.discussions.events import ReplyPosted, TopicsUnited
from forum.recaps.actions.carrying import follow_united_topic, note_first_answer


def follow_topic(event: TopicsUnited) -> None:
    """Recaps and questions stand where the posts of their topic are now."""
    follow_united_topic(topic_id=event.topic_id, into_id=event.into_id)


def note_answer(event: ReplyPosted) -> None:
    """The first reply is what those who asked and voted waited for."""
    note_first_answer(topic_id=event.topic_id, post_id=event.post_id)
