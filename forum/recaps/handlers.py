"""How what remains of live sessions reacts: topics that are united with others."""

from __future__ import annotations

from forum.discussions.events import TopicsUnited
from forum.recaps.actions.carrying import follow_united_topic


def follow_topic(event: TopicsUnited) -> None:
    """Recaps and questions stand where the posts of their topic are now."""
    follow_united_topic(topic_id=event.topic_id, into_id=event.into_id)
