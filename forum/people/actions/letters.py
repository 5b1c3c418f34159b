"""Mails about applications; each looks once more whether what it says is still true before it goes."""

from __future__ import annotations

from forum.core.letters import send_letter
from forum.network.selectors import ground_anew
from forum.people.models import Application
from forum.people.selectors.applications import application_of


def mail_answer_to_application(*, person_id: int) -> bool:
    """Tell an applicant what a steward has decided. False where nothing is decided, or nobody can read it."""
    application = application_of(person_id)
    if application is None or not application.person.email or application.state == Application.State.WAITING:
        return False
    is_in = application.state == Application.State.ACCEPTED
    context = {
        "person": application.person,
        "answer": application.answer,
        "network_name": ground_anew().name,
    }
    letter = "person_admitted" if is_in else "person_turned_away"
    send_letter(letter, to=application.person.email, context=context)
    return True
