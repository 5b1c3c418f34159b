"""What topics were asked out of, and what was asked out of them: for those who read the other end."""

from __future__ import annotations

from dataclasses import dataclass, field

from forum.crossposting.models import AskedThere
from forum.discussions.models import Topic
from forum.discussions.selectors.topics import topics_visible_to
from forum.people.actors import Actor


@dataclass(frozen=True, slots=True)
class Ties:
    """Of one topic: the one that it was asked out of, and those that were asked out of it, as far as one reads them."""

    source: Topic | None = None
    asked: list[Topic] = field(default_factory=list)


def ties_of(actor: Actor, topic: Topic) -> Ties:
    """Two queries; none where the topic is tied to nothing."""
    if not topic.is_tied:
        return Ties()
    rows = AskedThere.objects.filter(source=topic) | AskedThere.objects.filter(asked=topic)
    ends = {row.asked_id: row.source_id for row in rows if row.asked_id is not None}
    wanted = {*ends.keys(), *ends.values()} - {topic.pk}
    read = topics_visible_to(actor).select_related("home_board__community").in_bulk(wanted)
    asked = [read[key] for key, source_id in ends.items() if source_id == topic.pk and key in read]
    return Ties(read.get(ends.get(topic.pk, 0)), sorted(asked, key=lambda each: each.created_at))
