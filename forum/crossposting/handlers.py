"""How carried topics react to what happens to topics elsewhere."""

from __future__ import annotations

from django.utils import timezone

from forum.crossposting.actions.homes import end_changes_of
from forum.crossposting.actions.questions import follow_united_topic, tie_what_was_held
from forum.discussions.events import HeldPostLetThrough, TopicsMerged


def follow_united_topics(event: TopicsMerged) -> None:
    """What was asked out of a topic was asked out of that in which it stands now; nobody offers it a home any more."""
    end_changes_of(topic_id=event.topic_id, now=timezone.now())
    follow_united_topic(topic_id=event.topic_id, into_id=event.into_id)


def tie_question_let_through(event: HeldPostLetThrough) -> None:
    """What was asked elsewhere is tied to where it came from once it stands."""
    tie_what_was_held(held_id=event.held_id)
