"""Jobs about people: mail that is sent after what it tells of."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from forum.core.letters import send_letter
from forum.network.selectors import ground_anew
from forum.people.models import Application
from forum.people.selectors.applications import application_of

QUEUE = "mail"
TRIES = RetryStrategy(max_attempts=8, exponential_wait=4)  # a mail server may be away for hours


@app.task(name="tell_applicant", queue=QUEUE, retry=TRIES)
def tell_applicant(person_id: int) -> None:
    """Tell an applicant by mail what a steward has decided."""
    application = application_of(person_id)
    if application is None or not application.person.email or application.state == Application.State.WAITING:
        return
    is_in = application.state == Application.State.ACCEPTED
    about = {
        "person": application.person,
        "answer": application.answer,
        "network_name": ground_anew().name,
    }
    letter = "person_admitted" if is_in else "person_turned_away"
    send_letter(letter, to=application.person.email, context=about)
