"""Votes that come along with a question which is asked together with another one, and go with it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from forum.gatherings.models import Question

_CARRY = """
INSERT INTO forum_questionvote (question_id, person_id, is_on, is_counted, is_carried, voted_at)
SELECT %(other)s, voter.person_id, true, false, true, %(now)s FROM (
    SELECT person_id FROM forum_questionvote WHERE question_id = %(one)s AND is_on
    UNION SELECT %(asker)s::bigint
) AS voter WHERE voter.person_id <> %(own)s ORDER BY voter.person_id
ON CONFLICT (question_id, person_id) DO UPDATE SET is_on = true, is_counted = false, is_carried = true
WHERE NOT forum_questionvote.is_on
"""

# While they are asked together, everybody who voted for the one wants the other as well, but for who asked that:
# whoever does not has taken it back, and wants neither. What had come along to the one is with the other.
_LET_GO = """
UPDATE forum_questionvote AS vote SET is_on = false, is_counted = false, is_carried = false
WHERE vote.question_id = ANY(%(ones)s) AND vote.is_on AND (vote.is_carried OR (
    vote.person_id <> %(own)s AND NOT EXISTS (
        SELECT FROM forum_questionvote AS there
        WHERE there.question_id = %(other)s AND there.person_id = vote.person_id AND there.is_on)))
"""

# With the other stays what was its own, or came along with what is asked together with it still.
_KEEP_OWN = """
UPDATE forum_questionvote AS vote SET is_on = false, is_counted = false, is_carried = false
WHERE vote.question_id = %(other)s AND vote.is_on AND vote.is_carried AND NOT EXISTS (
    SELECT FROM forum_question AS along WHERE along.merged_into_id = %(other)s AND (
        along.asker_id = vote.person_id OR EXISTS (SELECT FROM forum_questionvote AS cast_
            WHERE cast_.question_id = along.id AND cast_.person_id = vote.person_id
                AND cast_.is_on AND NOT cast_.is_carried)))
"""


def carry_votes(one: Question, other: Question, along: Iterable[int], moment: datetime) -> None:
    """Whoever wants the one, or asked it, wants the other; each once. Who had taken back what they voted for `along`,
    ids of what was asked together with the one, wants that no more: afterwards nothing would say so.

    Part of an action that holds these questions, and their votes alone.
    """
    facts: dict[str, Any] = {
        "one": one.pk,
        "other": other.pk,
        "asker": one.asker_id,
        "own": other.asker_id,
        "now": moment,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LET_GO, {"ones": list(along), "other": one.pk, "own": one.asker_id})
        cursor.execute(_CARRY, facts)


def give_votes_back(question_ids: Iterable[int], other: Question) -> None:
    """What was asked together with the other, and is apart by now, has its own votes again; the other keeps its own.

    Part of an action that holds these questions, and their votes alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LET_GO, {"ones": list(question_ids), "other": other.pk, "own": other.asker_id})
        cursor.execute(_KEEP_OWN, {"other": other.pk})
