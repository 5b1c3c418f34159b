"""Jobs about people: mail that is sent after what it tells of."""

from __future__ import annotations

from procrastinate.contrib.django import app

from forum.core.letters import QUEUE, TRIES
from forum.people.actions import letters


@app.task(name="tell_applicant", queue=QUEUE, retry=TRIES)
def tell_applicant(person_id: int) -> None:
    """Tell an applicant by mail what a steward has decided."""
    letters.mail_answer_to_application(person_id=person_id)
