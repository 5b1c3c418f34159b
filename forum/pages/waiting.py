"""What the first page says of those who wait: for the person who reads it, and of what they wait for themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils import timezone

from forum.communities.selectors.figures import foundings_waiting
from forum.communities.selectors.joining import asking_where_facilitated, own_waiting_requests
from forum.crossposting.selectors.placements import open_for
from forum.crossposting.selectors.waiting import asked_where_moderated
from forum.discussions.selectors.holding import held_where_moderated, own_words
from forum.gatherings.selectors.joint import joint_asked_of
from forum.lifting.selectors.lifts import how_many_wait_for, own_questions
from forum.moderation.selectors.appeals import appealed_where_looked_after
from forum.moderation.selectors.cases import reported_where_moderated
from forum.people.actors import is_steward
from forum.people.models import Person
from forum.people.selectors.figures import applications_waiting

LATELY = timedelta(days=14)


def who_waits(person: Person, *, now: datetime | None = None) -> str:
    """A list as HTML, "" where nobody waits. Five queries for a member, one more for each thing that they decide on."""
    moment = now or timezone.now()
    network = (applications_waiting().number, foundings_waiting().number) if is_steward(person) else (0, 0)
    context = {
        "applications": network[0],
        "foundings": network[1],
        "asking": asking_where_facilitated(person),
        "held": held_where_moderated(person),
        "carried": asked_where_moderated(person),
        "reported": reported_where_moderated(person),
        "appealed": appealed_where_looked_after(person),
        "joint": joint_asked_of(person).count(),
        "open_carried": open_for(person),
        "own_requests": own_waiting_requests(person),
        "words_wanted": how_many_wait_for(person, moment),
        "own_questions": own_questions(person, moment),
        "own_words": own_words(person, since=moment - LATELY),
    }
    return str(render_to_string("pages/home_waits.html", context)).strip()
