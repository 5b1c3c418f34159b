"""Lets questions of a live session go on as topics of a board."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from forum.core.events import publish
from forum.core.markup import as_typed
from forum.core.verdicts import require
from forum.discussions.actions.starting import start_topic
from forum.discussions.actions.tying import tie_topics
from forum.discussions.models import Board, Topic
from forum.discussions.models.topics import MAX_TITLE_LENGTH
from forum.gatherings.actions.questions import held_session, locked_question
from forum.gatherings.models import Question
from forum.people.models import Person
from forum.recaps.actions.standing import topic_read_by
from forum.recaps.events import FirstAnswerCame, QuestionGoesOn
from forum.recaps.models import GoingOn, Recap
from forum.recaps.policies.recaps import may_go_on, may_stand_on, may_sum_up

_NAMES = UUID("7f0c1b1e-53a1-4c26-9a54-0f6c4d0f8f11")  # of topics that questions become, whoever carries them


@transaction.atomic
def let_question_go_on(
    *, host: Person, question: Question, board: Board, cleared: str = "", now: datetime | None = None
) -> Topic:
    """Start a topic with a question's words. One that goes on already gives its topic back. `cleared` is what the host
    says identifies nobody. Raises Refused, also where words would have to wait for a moderator, Invalid, Identified
    among them, or TooMany, each with a sentence.
    """
    session = held_session(host, question.gathering)
    require(may_sum_up(host, session))
    question = locked_question(session, question.pk)
    known = GoingOn.objects.filter(question=question).first()
    if known is not None:
        return topic_read_by(host, known.topic_id)
    require(may_go_on(host, session, question))
    require(may_stand_on(host, session, board))
    topic = start_topic(
        author=host, board=board, title=title_of(question), body=as_typed(question.words),
        type=Topic.Type.QUESTION, client_key=uuid5(_NAMES, f"{question.pk}/{host.pk}/{board.pk}"),
        cleared=cleared, now=now,
    )  # fmt: skip
    GoingOn.objects.create(question=question, topic=topic, carried_by=host, carried_at=now or timezone.now())
    tie_topics(topic.pk)
    publish(QuestionGoesOn(question_id=question.pk))
    return topic


def title_of(question: Question) -> str:
    """Its words, or as many of them as a title holds."""
    words = question.words
    if len(words) <= MAX_TITLE_LENGTH:
        return words
    return words[: MAX_TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def note_first_answer(*, topic_id: int, post_id: int, now: datetime | None = None) -> None:
    """Questions that go on in a topic, and of whose answers nobody was told yet, have one: from now on somebody was.

    Part of the action that posts a reply. Under a lock, so that of two first replies one is told of.
    """
    waiting = GoingOn.objects.filter(topic=topic_id, told_at=None).order_by("pk").select_for_update()
    keys = list(waiting.values_list("pk", flat=True))
    if keys:
        GoingOn.objects.filter(pk__in=keys).update(told_at=now or timezone.now())
        publish(FirstAnswerCame(question_ids=tuple(keys), post_id=post_id))


def follow_united_topic(*, topic_id: int, into_id: int) -> None:
    """What remains of sessions stands where the topic's posts stand now. Part of the action that unites topics."""
    moved = GoingOn.objects.filter(topic=topic_id).update(topic=into_id)
    moved += Recap.objects.filter(topic=topic_id).update(topic=into_id)
    if moved:
        tie_topics(into_id)
