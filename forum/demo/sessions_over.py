"""Lets a question of a session of the demo network go on as a topic, and somebody answer it there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from forum.demo.described_sessions import ToldSession
from forum.discussions.actions.replies import post_reply
from forum.discussions.models import Board
from forum.gatherings.models import Question
from forum.people.models import Person
from forum.recaps.actions.carrying import let_question_go_on

LATER = timedelta(hours=3)


def let_question_go_on_as_told(
    session: ToldSession,
    people: Mapping[str, Person],
    boards: Mapping[tuple[str, str], Board],
    *,
    now: datetime,
) -> None:
    """The first that was asked there becomes a topic, and has an answer."""
    told = session.goes_on
    assert told is not None
    rows = Question.objects.select_related("gathering")
    question = rows.get(gathering__title=session.title, words=session.asked[0]["words"])
    topic = let_question_go_on(
        host=people[session.by],
        question=question,
        board=boards[session.community, told["board"]],
        now=now - LATER,
    )
    post_reply(author=people[told["by"]], topic=topic, body=told["words"], now=now - LATER / 3)
