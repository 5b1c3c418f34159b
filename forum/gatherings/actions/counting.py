"""The tick: votes that came since the last one are summed, and each room is told at most once a second."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from forum.gatherings.actions.counting_polls import sum_answers_in
from forum.gatherings.actions.telling import SUMS, tell
from forum.gatherings.models import Gathering, PollVote, Question, QuestionVote, Stage

logger = logging.getLogger(__name__)

TICK = timedelta(seconds=0.9)  # a little less than the second in which everybody counts
MOST_ROOMS = 50

_COUNT = """
UPDATE forum_question AS question SET votes = found.votes FROM (
    SELECT asked.id, count(cast_.id) AS votes FROM unnest(%s::bigint[]) AS asked(id)
    LEFT JOIN forum_questionvote AS cast_ ON cast_.question_id = asked.id AND cast_.is_on GROUP BY asked.id
) AS found WHERE question.id = found.id RETURNING question.id, question.votes
"""


def count_votes(*, now: datetime | None = None) -> int:
    """Sum what was not summed yet, room by room; how many rooms were told. Whoever is at it already does it alone.

    What fails in one room keeps no other waiting: it is logged, and the next tick tries again.
    """
    moment = now or timezone.now()
    votes = QuestionVote.objects.filter(is_counted=False).order_by()
    answers = PollVote.objects.filter(is_counted=False).order_by()
    keys = votes.values_list("question__gathering").union(answers.values_list("poll__gathering"))
    return sum(_counted_in(key, moment) for (key,) in keys[:MOST_ROOMS])


def _counted_in(gathering_id: int, moment: datetime) -> bool:
    try:
        return _count_in(gathering_id, moment)
    except OperationalError:
        raise  # the database is away, for every room
    except Exception:
        logger.exception(
            "Votes of the live session %d were not summed; the next tick tries again.", gathering_id
        )
        return False


@transaction.atomic
def _count_in(gathering_id: int, moment: datetime) -> bool:
    rows = Stage.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    stage = rows.select_related("gathering").filter(pk=gathering_id).first()
    if stage is None or (stage.counted_at is not None and moment - stage.counted_at < TICK):
        return False
    questions, polls = sum_votes_in(stage.gathering), sum_answers_in(stage.gathering)
    if not questions and not polls:
        return False
    stage.counted_at = moment
    stage.save(update_fields=["counted_at"])
    tell_sums(stage.gathering, questions, moment, polls=polls)
    return True


def sum_votes_in(gathering: Gathering) -> dict[int, int]:
    """Sum the questions of a session for which votes came, or were taken back; by question. Part of a tick.

    Questions are held first, by id, as by whoever merges them; votes that are being written just now come with the next
    tick, for their rows say that nobody has counted them.
    """
    new = QuestionVote.objects.filter(question__gathering=gathering, is_counted=False)
    wanted = Question.objects.filter(pk__in=new.values("question")).order_by("pk")
    keys = list(wanted.select_for_update(no_key=True).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_questionvote SET is_counted = true WHERE id IN (SELECT id FROM forum_questionvote "
            "WHERE question_id = ANY(%s) AND NOT is_counted FOR UPDATE SKIP LOCKED)",
            [keys],
        )
    return count_anew(keys)


def count_anew(question_ids: list[int]) -> dict[int, int]:
    """Sum the votes of these questions, which are held; by question."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [question_ids])
        return dict(cursor.fetchall())


def tell_sums(
    gathering: Gathering,
    sums: Mapping[int, int],
    moment: datetime,
    *,
    polls: Mapping[int, Mapping[str, Any]] | None = None,
) -> None:
    """Say the sums: they are whole, so whoever missed a tick has them right after the next, or by the page."""
    if gathering.room_id is None:
        return
    told: dict[str, Any] = {"questions": {str(key): votes for key, votes in sums.items()}}
    if polls:
        told["polls"] = {str(key): found for key, found in polls.items()}
    tell(gathering, SUMS, told, by_id=None, at=moment)
