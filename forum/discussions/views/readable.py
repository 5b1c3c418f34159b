"""The topic that an address names, for those who may read it."""

from __future__ import annotations

from forum.discussions.models import Topic
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.selectors.topics import topic_with_placements
from forum.people.actors import Actor, is_person


def topic_read_by(actor: Actor, topic_id: int) -> Topic | None:
    """The topic with its placements; None where the actor may not read it, as where there is none."""
    topic = topic_with_placements(topic_id, reader=actor if is_person(actor) else None)
    return topic if topic is not None and may_read_topic(actor, topic) else None
