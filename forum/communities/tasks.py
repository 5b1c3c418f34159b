"""Mails that are written while nobody waits for them."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from forum.communities.actions.letters import mail_answer, mail_invitation
from forum.communities.actions.told_by_mail import mail_answer_to_proposal, mail_end_of_membership

QUEUE = "mail"
# A mail server may be away for an hour; what it has taken is never handed to it again.
TRIES = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="mail_answer_to_proposal", queue=QUEUE, retry=TRIES)
def mail_about_proposal(request_id: int) -> None:
    """Tell a person what was answered to the community that they proposed."""
    mail_answer_to_proposal(request_id=request_id)


@app.task(name="mail_end_of_membership", queue=QUEUE, retry=TRIES)
def mail_about_end(community_id: int, person_id: int) -> None:
    """Tell a person that their membership was ended, and why."""
    mail_end_of_membership(community_id=community_id, person_id=person_id)


@app.task(name="mail_answer_to_request", queue=QUEUE, retry=TRIES)
def mail_answer_to_request(request_id: int) -> None:
    """Tell a person what was answered to their request to join."""
    mail_answer(request_id=request_id)


@app.task(name="mail_invitation", queue=QUEUE, retry=TRIES)
def mail_one_invitation(invitation_id: int) -> None:
    """Send an invitation to its address."""
    mail_invitation(invitation_id=invitation_id)
