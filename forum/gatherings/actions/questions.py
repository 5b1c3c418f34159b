"""Asking something in a live session, and taking it away again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.core.limits import ASKING, TENDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import one_line
from forum.gatherings.actions.emptying import empty_question, hold_to_empty
from forum.gatherings.actions.rooms import hold_session_shared
from forum.gatherings.actions.telling import tell
from forum.gatherings.actions.telling_questions import ASKED, said_of_question
from forum.gatherings.models import Gathering, Question
from forum.gatherings.models.questions import LONGEST_QUESTION
from forum.gatherings.policies.gatherings import taking_part
from forum.gatherings.policies.questions import WAITING, may_ask, may_take_question_back
from forum.gatherings.selectors.talk import session_to_ask
from forum.people.models import Person

State = Question.State
MOST_WAITING = 20  # of one person in one session


@transaction.atomic
def ask_question(
    *,
    asker: Person,
    gathering: Gathering,
    words: str,
    client_id: UUID,
    is_nameless: bool = False,
    now: datetime | None = None,
) -> Question:
    """Ask something. The same `client_id` again gives the first question back. Raises Refused, Invalid (of field
    "question") or TooMany.
    """
    session = held_session(asker, gathering)
    moment = now or timezone.now()  # not before: it may have ended while this waited
    known = Question.objects.filter(asker=asker, client_id=client_id).first()
    if known is not None:
        return _of_session(known, session)
    require(may_ask(asker, session, now=moment))
    said = one_line(words)
    _require_askable(asker, session, said, is_nameless)
    ask_in(taking_part(session), [said])
    spend(ASKING, asker.pk)
    question = Question.objects.create(
        gathering=session, asker=asker, client_id=client_id, is_nameless=is_nameless, words=said,
        asked_at=moment, changed_at=moment,
    )  # fmt: skip
    by_id = None if is_nameless else asker.pk
    tell(session, ASKED, said_of_question(question), by_id=by_id, at=moment)
    return question


def _of_session(known: Question, session: Gathering) -> Question:
    if known.gathering_id != session.pk:
        raise Refused(_("This was asked in another session before. Load the page again to ask it here."))
    return known


def _require_askable(asker: Person, session: Gathering, said: str, is_nameless: bool) -> None:
    if not said:
        raise Invalid(_("Write your question first."), field="question")
    if len(said) > LONGEST_QUESTION:
        raise Invalid(_("A question has at most %d characters.") % LONGEST_QUESTION, field="question")
    if is_nameless and not session.stage.takes_nameless:
        raise Invalid(_("Questions come with a name here. Ask by name, or ask a host."), field="question")
    waiting = Question.objects.filter(gathering=session, asker=asker, state__in=WAITING)
    if waiting.count() >= MOST_WAITING:
        raise Refused(_("%d questions of yours wait already. Take one away first.") % MOST_WAITING)


@transaction.atomic
def take_question_away(*, person: Person, question: Question, now: datetime | None = None) -> Question:
    """Empty a question of one's own for good. What was asked together with it waits by itself again. Away already, it
    stays so. Raises Refused or TooMany.
    """
    moment = now or timezone.now()
    session = held_session(person, question.gathering)
    held = hold_to_empty([question.pk])
    question = locked_question(session, question.pk)
    if question.state == State.GONE:
        return question
    require(may_take_question_back(person, question))
    spend(TENDING, person.pk)
    empty_question(question, held, by=person, moment=moment)
    return question


def held_session(person: Person, gathering: Gathering) -> Gathering:
    """The session as it is now; it stays so, as do who takes part and the person's standing. Raises Refused."""
    hold_session_shared(person, gathering.pk)
    session = session_to_ask(gathering.pk)
    if session.room_id is None or not hasattr(session, "stage"):
        raise Refused(_("This session is not announced, or only just. Try again in a minute."))
    return session


def locked_question(session: Gathering, question_id: int) -> Question:
    """The question as it is now, held; of a session that is held already. Raises Refused."""
    rows = Question.objects.select_for_update(of=("self",), no_key=True).select_related("asker")
    question = rows.filter(gathering=session, pk=question_id).first()
    if question is None:
        raise Refused(_("There is no such question."))
    question.gathering = session
    return question
