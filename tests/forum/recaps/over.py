"""Sessions that are over, for tests."""

from __future__ import annotations

from uuid import uuid4

from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.voting import vote_for_question
from forum.gatherings.models import Gathering, Question
from forum.people.models import Person
from tests.forum.gatherings.meeting import again


def ended(gathering: Gathering, host: Person) -> Gathering:
    """It is over."""
    end_gathering(host=host, gathering=again(gathering))
    return again(gathering)


def asked(
    person: Person, gathering: Gathering, words: str, *voters: Person, nameless: bool = False
) -> Question:
    """A question for which these vote; the sum is told."""
    question = ask_question(
        asker=person, gathering=again(gathering), words=words, client_id=uuid4(), is_nameless=nameless
    )
    for each in voters:
        vote_for_question(person=each, question=question)
    count_votes()
    return Question.objects.select_related("gathering").get(pk=question.pk)
