"""What is done for moderation while nobody waits."""

from __future__ import annotations

from procrastinate.contrib.django import app

from forum.core.letters import QUEUE, TRIES
from forum.moderation.actions import letters, letters_of_appeals


@app.task(name="mail_what_came", queue=QUEUE, retry=TRIES)
def mail_what_came(person_id: int, case_id: int) -> None:
    """Tell somebody what came of what they reported."""
    letters.mail_what_came(person_id=person_id, case_id=case_id)


@app.task(name="mail_decided_appeal", queue=QUEUE, retry=TRIES)
def mail_decided_appeal(appeal_id: int) -> None:
    """Tell whoever asked to look at something again what was decided."""
    letters_of_appeals.mail_decided_appeal(appeal_id=appeal_id)


@app.task(name="mail_first_decider", queue=QUEUE, retry=TRIES)
def mail_first_decider(appeal_id: int) -> None:
    """Tell whoever decided first."""
    letters_of_appeals.mail_first_decider(appeal_id=appeal_id)
