"""Following the course of a topic, from wherever one stands."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.core.events import publish
from forum.core.limits import REACTING, spend
from forum.core.verdicts import require
from forum.discussions.events import TopicFollowed, TopicUnfollowed
from forum.discussions.models import Following, Topic
from forum.discussions.policies.topics import may_follow
from forum.people.models import Person


@transaction.atomic
def follow_topic(*, person: Person, topic: Topic, now: datetime | None = None) -> None:
    """Let the person find the topic among those they follow. Twice is the same as once. Raises Refused or TooMany.

    What they may no longer read is left out wherever it is listed, so nothing is held while this is decided.
    """
    require(may_follow(person, topic))
    spend(REACTING, person.pk, at=now)
    since = now or timezone.now()
    _following, is_new = Following.objects.get_or_create(
        topic=topic, person=person, defaults={"since": since}
    )
    if is_new:
        publish(TopicFollowed(topic_id=topic.pk, person_id=person.pk))


@transaction.atomic
def unfollow_topic(*, person: Person, topic: Topic) -> None:
    """Follow the topic no longer. Twice is the same as once. Raises TooMany."""
    spend(REACTING, person.pk)
    ended, _rows = Following.objects.filter(topic=topic, person=person).delete()
    if ended:
        publish(TopicUnfollowed(topic_id=topic.pk, person_id=person.pk))
