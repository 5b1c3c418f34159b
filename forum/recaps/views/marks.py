"""What the page of a session says of its questions that go on: as which topic, to who may read that."""

from __future__ import annotations

from forum.gatherings.models import Gathering
from forum.gatherings.views.asked import GoesOn
from forum.people.actors import Actor
from forum.recaps.policies.recaps import OVER
from forum.recaps.selectors.going_on import going_on_in


def marks_of_questions(actor: Actor, gathering: Gathering) -> dict[int, GoesOn]:
    """By question, the topic in which it goes on; none before the session is over. One query."""
    if gathering.state not in OVER:
        return {}
    return {
        row.question_id: GoesOn(
            title=row.topic.title,
            url=row.topic.get_absolute_url(),
            is_answered=row.topic.accepted_post_id is not None,
        )
        for row in going_on_in(actor, gathering)
    }
