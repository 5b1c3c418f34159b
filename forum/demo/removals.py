"""Lets a moderator of the demo network remove a topic, and its author ask others to look at that again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from forum.demo.conversations import Telling
from forum.discussions.actions.whole_topics import remove_topic
from forum.moderation.actions.appealing import appeal_removed_topic
from forum.people.models import Person

LATELY, UNTIL_APPEAL = timedelta(hours=9), timedelta(hours=2)


def let_remove(tellings: Sequence[Telling], people: Mapping[str, Person], *, now: datetime) -> None:
    """Once all is told and read: what its moderators then took away."""
    removed_at = now - LATELY
    for telling in tellings:
        told = telling.told
        if not told.removed_because:
            continue
        moderator, topic = people[told.removed_by], telling.topic
        removed = remove_topic(moderator=moderator, topic=topic, reason=told.removed_because, now=removed_at)
        if told.appeal:
            asked_at, author = removed_at + UNTIL_APPEAL, people[told.author]
            appeal_removed_topic(person=author, topic=removed, words=told.appeal.strip(), now=asked_at)
