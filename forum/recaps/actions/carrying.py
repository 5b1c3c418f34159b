"""Lets questions of a live session go on as topics of a board."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.events import publish
from forum.core.markup import as_typed
from forum.core.verdicts import Refused, require
from forum.discussions.actions.submitting import submit_topic
from forum.discussions.actions.tying import tie_topics
from forum.discussions.models import Board, HeldPost, Topic
from forum.discussions.models.topics import MAX_TITLE_LENGTH
from forum.gatherings.actions.questions import held_session, locked_question
from forum.gatherings.models import Question
from forum.people.models import Person
from forum.recaps.events import QuestionGoesOn
from forum.recaps.models import GoingOn
from forum.recaps.policies.recaps import may_go_on, may_stand_on

_NAMES = UUID("7f0c1b1e-53a1-4c26-9a54-0f6c4d0f8f11")  # of topics that questions become, whoever carries them


@transaction.atomic
def let_question_go_on(
    *, host: Person, question: Question, board: Board, cleared: str = "", now: datetime | None = None
) -> Topic:
    """Start a topic with a question's words. One that goes on already gives its topic back. `cleared` is what the host
    says identifies nobody. Raises Refused, Invalid, Identified among them, or TooMany, each with a sentence.
    """
    session = held_session(host, question.gathering)
    question = locked_question(session, question.pk)
    known = GoingOn.objects.select_related("topic").filter(question=question).first()
    if known is not None:
        return known.topic
    require(may_go_on(host, session, question))
    require(may_stand_on(host, session, board))
    sent = submit_topic(
        author=host, board=board, title=title_of(question), body=as_typed(question.words),
        type=Topic.Type.QUESTION, client_key=uuid5(_NAMES, f"{question.pk}/{host.pk}/{board.pk}"),
        cleared=cleared, now=now,
    )  # fmt: skip
    if isinstance(sent, HeldPost):
        raise Refused(
            _("On this board a moderator looks at your words before they appear. Choose another board.")
        )
    GoingOn.objects.create(question=question, topic=sent, carried_by=host, carried_at=now or timezone.now())
    tie_topics(sent.pk)
    publish(QuestionGoesOn(question_id=question.pk))
    return sent


def title_of(question: Question) -> str:
    """Its words, or as many of them as a title holds."""
    words = question.words
    if len(words) <= MAX_TITLE_LENGTH:
        return words
    return words[: MAX_TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def note_answer(*, topic_id: int, post_id: int, is_accepted: bool, now: datetime | None = None) -> bool:
    """Whether those who wanted an answer are to be told of this one: of the first in its topic, and of one that is
    accepted. Part of the action that posts or accepts it.
    """
    rows = GoingOn.objects.filter(topic=topic_id)
    is_first = bool(rows.filter(answered_at=None).update(answered_at=now or timezone.now()))
    return is_first or (is_accepted and rows.exists())


def follow_united_topic(*, topic_id: int, into_id: int) -> None:
    """Questions go on where their topic's posts stand now. Part of the action that unites topics."""
    if GoingOn.objects.filter(topic=topic_id).update(topic=into_id):
        tie_topics(into_id)
