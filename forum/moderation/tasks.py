"""What is done for moderation while nobody waits."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.core.kept import forget_kept
from forum.core.letters import QUEUE, TRIES
from forum.moderation.actions import letters, letters_of_appeals, letters_of_purges
from forum.moderation.actions.claiming import forget_old_remarks

logger = logging.getLogger(__name__)


@app.task(name="mail_what_came", queue=QUEUE, retry=TRIES)
def mail_what_came(person_id: int, case_id: int) -> None:
    """Tell somebody what came of what they reported."""
    letters.mail_what_came(person_id=person_id, case_id=case_id)


@app.task(name="mail_profile_taken_down", queue=QUEUE, retry=TRIES)
def mail_profile_taken_down(case_id: int) -> None:
    """Tell somebody what stewards took down of their page."""
    letters.mail_profile_taken_down(case_id=case_id)


@app.task(name="mail_note_taken_away", queue=QUEUE, retry=TRIES)
def mail_note_taken_away(case_id: int, person_id: int | None = None) -> None:
    """Tell somebody that a note of theirs was removed, and why."""
    letters.mail_note_taken_away(case_id=case_id, person_id=person_id)


@app.periodic(cron="57 3 * * *")
@app.task(name="forget_old_remarks", queueing_lock="forget-old-remarks")
def forget_remarks_of_long_ago(timestamp: int) -> None:
    """Each night: let go of what moderators said to each other about things long decided."""
    logger.info("Remarks forgotten: %d.", forget_old_remarks(now=datetime.fromtimestamp(timestamp, UTC)))


@app.task(name="mail_decided_appeal", queue=QUEUE, retry=TRIES)
def mail_decided_appeal(appeal_id: int) -> None:
    """Tell whoever asked to look at something again what was decided."""
    letters_of_appeals.mail_decided_appeal(appeal_id=appeal_id)


@app.task(name="mail_first_decider", queue=QUEUE, retry=TRIES)
def mail_first_decider(appeal_id: int) -> None:
    """Tell whoever decided first."""
    letters_of_appeals.mail_first_decider(appeal_id=appeal_id)


@app.task(name="mail_author_of_purged", queue=QUEUE, retry=TRIES)
def mail_author_of_purged(author_id: int, community_id: int | None, why: str) -> None:
    """Tell somebody that what they wrote was deleted everywhere."""
    letters_of_purges.mail_author_of_purged(author_id=author_id, community_id=community_id, why=why)


@app.task(name="forget_kept_pages", retry=TRIES)
def forget_kept_pages() -> None:
    """Let go of kept pages once more, a while after words were purged: some were being made at that moment."""
    forget_kept()
