"""Wishing for an answer to a question of somebody else. Nobody who votes waits for anybody: sums come by the tick."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.known_queries import KnownQuery, prepared_cursor
from forum.core.limits import VOTING, spend
from forum.core.verdicts import Refused, require
from forum.gatherings.actions.rooms import hold_standing
from forum.gatherings.models import Question
from forum.gatherings.policies.questions import may_vote_for
from forum.gatherings.selectors.talk import session_to_ask
from forum.people.models import Person

VOTES = 20_503  # the first half of the key of these locks; the id of the question is the second
WINDOWS = (
    20_505  # of who votes and answers at all; the id of the session is the second. Taken before those above
)

_VOTE = """
INSERT INTO forum_questionvote (question_id, person_id, is_on, is_counted, voted_at)
VALUES (%(question)s, %(person)s, true, false, %(now)s)
ON CONFLICT (question_id, person_id) DO UPDATE
    SET is_on = true, is_counted = false, is_carried = false, voted_at = %(now)s
WHERE NOT forum_questionvote.is_on
"""
_TAKE_BACK = """
UPDATE forum_questionvote SET is_on = false, is_counted = false
WHERE question_id = %(question)s AND person_id = %(person)s AND is_on
"""

_of_session = KnownQuery(
    lambda question_id, gathering_id: Question.objects.filter(pk=question_id, gathering=gathering_id)
)


@transaction.atomic
def vote_for_question(*, person: Person, question: Question, now: datetime | None = None) -> None:
    """Want an answer, too. Twice is once. Raises Refused or TooMany."""
    _write(_VOTE, person, question, now)


@transaction.atomic
def take_vote_back(*, person: Person, question: Question, now: datetime | None = None) -> None:
    """Want it no longer; where there was no vote nothing happens. Raises Refused or TooMany."""
    _write(_TAKE_BACK, person, question, now)


def _write(statement: str, person: Person, question: Question, now: datetime | None) -> None:
    """Change the person's own row and no other: neither the room nor the question is locked against who else votes."""
    hold_standing(person, question.gathering_id)
    with prepared_cursor() as cursor:
        share_votes(cursor, question.gathering_id, VOTES, question.pk)
        moment = now or timezone.now()  # not before: it may have ended while this waited
        session = session_to_ask(question.gathering_id)
        fresh = _of_session.first(question.pk, session.pk)
        if fresh is None:
            raise Refused(_("There is no such question."))
        require(may_vote_for(person, session, fresh, now=moment))
        spend(VOTING, person.pk)
        cursor.execute(statement, {"question": fresh.pk, "person": person.pk, "now": moment})


def share_votes(cursor: Any, gathering_id: int, kind: int, key: int) -> None:
    """Let what is voted about, and until when, stay as it is until the transaction ends; all who vote share that."""
    cursor.execute(
        "SELECT pg_advisory_xact_lock_shared(%s, %s), pg_advisory_xact_lock_shared(%s, %s)",
        [WINDOWS, gathering_id, kind, key],
    )


def hold_votes_of_session_alone(gathering_id: int) -> None:
    """Let nobody vote or answer in it until the transaction ends, once what is under way is there. Part of actions that
    hold the session, and neither its stage nor its questions yet.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [WINDOWS, gathering_id])


def hold_votes_alone(question_ids: Iterable[int]) -> None:
    """Let nobody vote for these questions until the transaction ends, once all votes under way are there."""
    with connection.cursor() as cursor:
        for key in sorted(set(question_ids)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [VOTES, key])
