"""Lets moderators of the demo network look after topics: one closes by itself, one has a note, one repeats another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from forum.demo.conversations import Telling
from forum.discussions.actions.duplicates import mark_duplicate
from forum.discussions.actions.staff_notes import leave_note
from forum.discussions.actions.topic_rules import Rules, rule_topic
from forum.discussions.models import StaffNote, Topic
from forum.discussions.selectors.topic_rules import edition_of_rules
from forum.discussions.selectors.topics import with_placements


def let_look_after(tellings: Sequence[Telling], *, now: datetime) -> None:
    """Once all is told: what moderators have done a little while ago."""
    lately = now - timedelta(hours=1)
    topics = {telling.told.title: telling.topic for telling in tellings}
    for telling in tellings:
        told = telling.told
        if told.closes_in_days:
            _let_close(telling, now + timedelta(days=told.closes_in_days), lately)
        if told.note:
            topic = _fresh(telling.topic)
            leave_note(
                moderator=telling.moderator, topic=topic, body=told.note.strip(), now=lately,
                audience=StaffNote.Audience.READERS, community=topic.home_board.community,
            )  # fmt: skip
        if told.repeats:
            mark_duplicate(
                moderator=telling.moderator, topic=_fresh(telling.topic), of=topics[told.repeats], now=lately
            )


def _let_close(telling: Telling, moment: datetime, now: datetime) -> None:
    topic = _fresh(telling.topic)
    rules = Rules(moment.replace(minute=0, second=0, microsecond=0), 0, asks_approval=False)
    rule_topic(moderator=telling.moderator, topic=topic, rules=rules, seen=edition_of_rules(topic), now=now)


def _fresh(topic: Topic) -> Topic:
    return with_placements(Topic.objects.all()).get(pk=topic.pk)
