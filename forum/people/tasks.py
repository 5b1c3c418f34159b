"""Jobs about people: mail that is sent after what it tells of."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from procrastinate.contrib.django import app

from forum.network.letters import sender, subject_line
from forum.network.selectors import ground_anew
from forum.people.models import Application
from forum.people.selectors.applications import application_of

QUEUE = "mail"


@app.task(name="tell_applicant", queue=QUEUE)
def tell_applicant(person_id: int) -> None:
    """Tell a newcomer by mail what a steward has decided."""
    application = application_of(person_id)
    if application is None or not application.person.email or application.state == Application.State.WAITING:
        return
    is_in = application.state == Application.State.ACCEPTED
    about = {
        "person": application.person,
        "answer": application.answer,
        "network": ground_anew().name,
        "origin": settings.ORIGIN,
    }
    template = "mail/person_admitted" if is_in else "mail/person_turned_away"
    subject = " ".join(render_to_string(f"{template}_subject.txt", about).split())
    body = render_to_string(f"{template}.txt", about).strip() + "\n"
    EmailMessage(subject_line(subject), body, sender(), [application.person.email]).send()
