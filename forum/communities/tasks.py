"""Jobs about communities: mail that is sent after what it tells of."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.communities.actions import letters, letters_of_measures
from forum.communities.actions.shutting_out import open_again_on_time
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


@app.task(name="mail_measure", queue=QUEUE, retry=TRIES)
def mail_measure(measure_id: int) -> None:
    """Tell a person what was given to them, why and until when."""
    letters_of_measures.mail_measure(measure_id=measure_id)


@app.task(name="mail_lifted_measure", queue=QUEUE, retry=TRIES)
def mail_lifted_measure(measure_id: int) -> None:
    """Tell a person that it holds no longer, and why."""
    letters_of_measures.mail_lifted_measure(measure_id=measure_id)


@app.periodic(cron="* * * * *")
@app.task(name="open_again_on_time", queueing_lock="open-again-on-time")
def let_in_whose_time_is_over(timestamp: int) -> None:
    """Each minute: open the network again to those for whom it was closed for a while that is over."""
    open_again_on_time(datetime.fromtimestamp(timestamp, UTC))
