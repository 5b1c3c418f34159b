"""Jobs about communities: mail that is sent after what it tells of."""

from __future__ import annotations

from procrastinate.contrib.django import app

from forum.communities.actions import letters
from forum.core.letters import QUEUE, TRIES


@app.task(name="mail_answer_to_proposal", queue=QUEUE, retry=TRIES)
def mail_answer_to_proposal(request_id: int) -> None:
    """Tell a person what was answered to the community that they proposed."""
    letters.mail_answer_to_proposal(request_id=request_id)


@app.task(name="mail_end_of_membership", queue=QUEUE, retry=TRIES)
def mail_end_of_membership(community_id: int, person_id: int) -> None:
    """Tell a person that their membership was ended, and why."""
    letters.mail_end_of_membership(community_id=community_id, person_id=person_id)


@app.task(name="mail_answer_to_request", queue=QUEUE, retry=TRIES)
def mail_answer_to_request(request_id: int) -> None:
    """Tell a person what was answered to their request to join."""
    letters.mail_answer_to_request(request_id=request_id)


@app.task(name="mail_invitation", queue=QUEUE, retry=TRIES)
def mail_invitation(invitation_id: int) -> None:
    """Send an invitation to its address."""
    letters.mail_invitation(invitation_id=invitation_id)
