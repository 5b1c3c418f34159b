"""What is done for live sessions while nobody waits."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.core.letters import QUEUE, TRIES
from forum.gatherings.actions import letters
from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.reminding import end_what_is_over, remind_of_what_is_near
from forum.gatherings.actions.rooms import open_missing_rooms
from forum.gatherings.actions.taking_down import clear_removed_questions

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="remind_of_gatherings", queueing_lock="remind-of-gatherings")
def remind_of_gatherings(timestamp: int) -> None:
    """Each minute: say which sessions are near, and let those be over that are."""
    now = datetime.fromtimestamp(timestamp, UTC)
    near, over = remind_of_what_is_near(now=now), end_what_is_over(now=now)
    open_missing_rooms()
    count_votes(now=now)
    logger.info("Live sessions: %d near, %d over.", near, over)


@app.task(name="mail_gathering", queue=QUEUE, retry=TRIES)
def mail_gathering(gathering_id: int, person_id: int, about: str, revision: int) -> None:
    """Tell somebody who comes that a session is near, takes place at another hour, was cancelled, or has a place."""
    letters.mail_gathering(gathering_id=gathering_id, person_id=person_id, about=about, revision=revision)


@app.periodic(cron="56 3 * * *")
@app.task(name="clear_removed_questions", queueing_lock="clear-removed-questions")
def clear_old_removed_questions(timestamp: int) -> None:
    """Each night: let the words of questions go that were removed a month ago."""
    count = clear_removed_questions(datetime.fromtimestamp(timestamp, UTC))
    logger.info("Removed questions cleared: %d.", count)


@app.task(name="mail_why_question_removed", queue=QUEUE, retry=TRIES)
def mail_why_question_removed(question_id: int) -> None:
    """Tell somebody why what they asked in a live session was removed."""
    letters.mail_why_question_removed(question_id=question_id)
