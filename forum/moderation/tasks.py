"""What is done for moderation while nobody waits."""

from __future__ import annotations

from procrastinate.contrib.django import app

from forum.core.letters import QUEUE, TRIES
from forum.moderation.actions import letters


@app.task(name="mail_what_came", queue=QUEUE, retry=TRIES)
def mail_what_came(person_id: int, case_id: int) -> None:
    """Tell somebody what came of what they reported."""
    letters.mail_what_came(person_id=person_id, case_id=case_id)
