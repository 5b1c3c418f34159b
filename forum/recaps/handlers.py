"""How what remains of live sessions reacts: topics that are answered, or united with others."""

from __future__ import annotations

from forum.core.events import publish
from forum.discussions.events import AnswerAccepted, ReplyPosted, TopicsUnited
from forum.recaps.actions.carrying import follow_united_topic, note_answer
from forum.recaps.events import AnsweredOnBoard


def tell_of_answer(event: ReplyPosted | AnswerAccepted) -> None:
    """The first reply, and the one that is accepted, are what those who voted for a question waited for."""
    is_accepted = isinstance(event, AnswerAccepted)
    if note_answer(topic_id=event.topic_id, post_id=event.post_id, is_accepted=is_accepted):
        publish(AnsweredOnBoard(topic_id=event.topic_id, post_id=event.post_id))


def follow_topic(event: TopicsUnited) -> None:
    """Questions wait for answers where the posts of their topic are now."""
    follow_united_topic(topic_id=event.topic_id, into_id=event.into_id)
