"""What becomes of cases where what they are about goes, and who is told what came of them."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.types import JSONValue

from forum.chat.events import MessageRemoved
from forum.discussions.events import PostRemoved, TopicRemoved
from forum.moderation import tasks
from forum.moderation.actions.deciding import close_cases_of_gone
from forum.moderation.actions.leaving import forget_who_reported
from forum.moderation.events import CaseDecided
from forum.moderation.models import Case
from forum.moderation.selectors.cases import people_to_tell
from forum.people.events import AccountClosed


def close_case_of_post(event: PostRemoved) -> None:
    """A post that is gone needs no decision."""
    close_cases_of_gone(Case.objects.filter(post=event.post_id), now=timezone.now())


def close_cases_of_topic(event: TopicRemoved) -> None:
    """Nor do those of a topic that is gone."""
    close_cases_of_gone(Case.objects.filter(post__topic=event.topic_id), now=timezone.now())


def close_case_of_message(event: MessageRemoved) -> None:
    """Nor does a message."""
    close_cases_of_gone(Case.objects.filter(message=event.message_id), now=timezone.now())


def forget_who_left(event: AccountClosed) -> None:
    """Whoever has left has reported nothing that names them."""
    forget_who_reported(person_id=event.person_id)


def mail_who_reported(event: CaseDecided) -> None:
    """Whoever reported it learns what came of that."""
    jobs: list[dict[str, JSONValue]] = []
    for person_id in people_to_tell(event.case_id):
        jobs.append({"person_id": person_id, "case_id": event.case_id})
    if jobs:
        tasks.mail_what_came.batch_defer(*jobs)
