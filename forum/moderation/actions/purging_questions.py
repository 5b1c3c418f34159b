"""Purging a question of a live session, standing or removed, and whatever repeats it anywhere, in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.core.limits import TENDING, spend
from forum.core.verdicts import require
from forum.discussions.actions.purging_quotes import quoting
from forum.discussions.selectors.locks import lock_topics
from forum.gatherings.actions.purging_asked import hold_to_purge, purge_words_of_question, words_of_question
from forum.gatherings.models import Question
from forum.lifting.actions.purging import topics_with_lifted
from forum.moderation.actions.purging import (
    checked_why,
    clean_elsewhere,
    lock_alone,
    note_purge,
    tell_purged,
)
from forum.moderation.actions.purging_reports import answer_reports, purge_words_about
from forum.moderation.policies.purging import may_purge_question
from forum.moderation.selectors.purging import communities_of_question, question_to_purge, was_purged
from forum.people.models import Person


@transaction.atomic
def purge_question(*, purger: Person, question: Question, why: str, now: datetime | None = None) -> bool:
    """Let a question go for good, standing or removed, and what repeats it. False where that was done before. Who asked
    without a name is named by no log.

    `why` is a value of `WhyPurged`. Raises Refused, Invalid or TooMany.
    """
    reason, moment = checked_why(why), now or timezone.now()
    require(may_purge_question(purger, question))
    home = question.gathering.community
    lock_alone(communities_of_question(question), author_id=question.asker_id)
    question = question_to_purge(question.gathering_id, question.pk) or question
    passages, since = words_of_question(question), question.asked_at  # nobody changes what a question asks
    found = quoting(passages, since=since)
    lock_topics(found.topics | topics_with_lifted(passages, since=since))
    held = hold_to_purge(purger, question, passages)
    asked = held[question.pk]
    require(may_purge_question(purger, question))
    if was_purged(question, [home.pk]):
        return False
    spend(TENDING, purger.pk)
    label = str(reason.label)
    answered = answer_reports(question, by=purger, why=label, now=moment)
    cleaned = purge_words_of_question(asked, held, by=purger, why=label, moment=moment)
    cleaned += purge_words_about(question, community_ids=[home.pk], answered=answered, now=moment)
    cleaned += clean_elsewhere(passages, found, since=since, by=purger, moment=moment)
    about: dict[str, int | str] = {"question": question.pk}
    if question.is_nameless:
        about["of"] = "nameless"
    note_purge(
        home, question.gathering.title, None if question.is_nameless else question.asker, about, cleaned, by=purger,
        why=reason, now=moment,
    )  # fmt: skip
    tell_purged(question.asker_id, purger, home, reason, question_id=question.pk)
    return True
