"""Questions of a live session as one reader sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.chat.views.places import address_of
from forum.chat.views.showing import words_of
from forum.core.asked_above import AskedAbove
from forum.core.numbers import whole_number
from forum.gatherings.models import Gathering, Question
from forum.gatherings.policies.questions import (
    WAITING,
    may_ask,
    may_know_asker,
    may_look_after_questions,
    may_steer_questions,
    may_take_question_away,
)
from forum.gatherings.selectors.questions import (
    MOST_ASKED_FOR,
    Asked,
    merged_in,
    messages_that_may_answer,
    own_votes_in,
    questions_in,
)
from forum.people.actors import Actor, is_person
from forum.people.models import Person

State = Question.State
WORDS_OF_ANSWER = 80
AT_FIRST = (
    25  # of those that wait, and of those that are settled; as many more each time that one asks for more
)


@dataclass(frozen=True, slots=True)
class GoesOn:
    """The topic in which a question goes on, for who may read that, and whether an answer was accepted there."""

    title: str
    url: str
    is_answered: bool


# Asked above: the topics in which questions of a session go on, by question, as far as its reader may know.
topics_of_questions = AskedAbove[[Actor, Gathering], Mapping[int, GoesOn]](lambda _actor, _gathering: {})


# Asked above: where somebody deletes a question everywhere; "" for whom that is not.
address_to_purge_question = AskedAbove[[Actor, Question], str](lambda _actor, _question: "")


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One of them. `asker` is None where it comes without a name to this reader; `votes` holds their own already,
    `removal_url` is where they read why somebody else removed it, `merged` is what is asked together with it, for who
    leads.
    """

    pk: int
    words: str
    state: str
    label: str
    asker: Person | None
    is_nameless: bool
    is_own: bool
    votes: int
    has_voted: bool
    is_pinned: bool
    is_waiting: bool
    reason: str
    answer_url: str
    can_take_away: bool
    can_report: bool
    removal_url: str = ""
    goes_on: GoesOn | None = None
    merged: Sequence[Question] = ()


def address_of_question(question: Question) -> str:
    """Where it is read: on the page of its session, which shows it wherever it stands there."""
    return f"{question.gathering.get_absolute_url()}?question={question.pk}#question-{question.pk}"


def address_of_removal(question: Question) -> str:
    """Where it is said why somebody else removed it."""
    return reverse("question-removal", args=[question.gathering_id, question.pk])


def questions_asked(request: HttpRequest, gathering: Gathering) -> Asked:
    """What this page reads of what was asked."""
    return questions_in(request.user, gathering, most=_most(request), named=_named(request))


def questions_shown(
    request: HttpRequest, gathering: Gathering, asked: Asked, now: datetime
) -> dict[str, Any]:
    """The context of gatherings/questions.html. A query, one more once it is over, and two for those who lead it.

    However many were asked, the page draws as many as the address says (`asked`), besides one's own and the one that it
    names (`question`).
    """
    actor = request.user
    votes = own_votes_in(actor, gathering)
    most = _most(request)
    waiting = [each for each in asked.questions if each.state in WAITING]
    settled = [each for each in asked.questions if each.state not in WAITING]
    always = _always_drawn(request, asked.questions)
    drawn = {each.pk for each in [*waiting[:most], *settled[:most], *always]}
    steers = bool(may_steer_questions(actor, gathering, now=now))
    shown = [
        _shown(request, gathering, each, votes.get(each.pk)) for each in asked.questions if each.pk in drawn
    ]
    rows = _with_ties(shown, topics_of_questions(actor, gathering), merged_in(gathering) if steers else {})
    waiting_drawn = len([each for each in rows if each.is_waiting])
    answers = messages_that_may_answer(gathering) if steers else []
    return {
        "waiting": [each for each in rows if each.is_waiting],
        "settled": [each for each in rows if not each.is_waiting],
        "settled_number": asked.settled_number,
        "more_waiting": asked.waiting_number - waiting_drawn,
        "more_settled": asked.settled_number - (len(rows) - waiting_drawn),
        "most": most,
        "most_next": most + AT_FIRST,
        "may_ask": may_ask(actor, gathering, now=now),
        "can_steer_questions": steers,
        "answers": [(each.pk, each.author, words_of(each, WORDS_OF_ANSWER)) for each in answers],
        "can_look_after_questions": bool(may_look_after_questions(actor, gathering)),
        "blank": replace(_BLANK, can_report=is_person(actor)),
    }


def _with_ties(
    shown: Sequence[ShownQuestion],
    topics: Mapping[int, GoesOn],
    merged: Mapping[int, Sequence[Question]],
) -> list[ShownQuestion]:
    """With the topics in which they go on, and what is asked together with each."""
    return [replace(row, goes_on=topics.get(row.pk), merged=merged.get(row.pk, ())) for row in shown]


def _most(request: HttpRequest) -> int:
    """Of how many of those that wait, and of those that are settled, the address asks to see."""
    return min(MOST_ASKED_FOR, max(AT_FIRST, whole_number(request.GET.get("asked", "")) or 0))


def _named(request: HttpRequest) -> int | None:
    return whole_number(request.GET.get("question", ""), digits=18)


def _always_drawn(request: HttpRequest, asked: Sequence[Question]) -> list[Question]:
    own, named = request.user.pk if is_person(request.user) else 0, _named(request)
    return [each for each in asked if each.asker_id == own or each.pk == named]


def _shown(
    request: HttpRequest, gathering: Gathering, question: Question, vote: tuple[bool, bool] | None
) -> ShownQuestion:
    actor = request.user
    has_voted, is_counted = vote or (False, True)
    own = 0 if is_counted else 1 if has_voted else -1  # the sum that was told does not have it yet
    answer = question.answer
    knows = may_know_asker(actor, gathering, question)
    removal = getattr(question, "removal", None)
    return ShownQuestion(
        pk=question.pk,
        words=question.words or _("A question of yours"),
        state=question.state,
        label=question.get_state_display(),
        asker=question.asker if knows else None,
        is_nameless=question.is_nameless,
        is_own=is_person(actor) and question.asker_id == actor.pk,
        votes=max(0, question.votes + own),
        has_voted=has_voted,
        is_pinned=question.pinned_at is not None,
        is_waiting=question.state in WAITING,
        reason=removal.reason if removal is not None else question.reason,
        answer_url=address_of(answer) if answer is not None and answer.removed_at is None else "",
        can_take_away=bool(may_take_question_away(actor, gathering, question)),
        can_report=is_person(actor) and question.asker_id != actor.pk,
        removal_url=address_of_removal(question) if removal is not None else "",
    )


# What a script draws a question from that comes while one looks; 0 stands for its id in addresses.
_BLANK = ShownQuestion(
    pk=0, words="", state=State.OPEN, label="", asker=None, is_nameless=False, is_own=False, votes=0,
    has_voted=False, is_pinned=False, is_waiting=True, reason="", answer_url="", can_take_away=False,
    can_report=False,
)  # fmt: skip
