"""Lets a live session of the demo network go on: it is led, people talk, ask and vote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from forum.chat.actions.sending import send_message
from forum.demo.described_sessions import ToldSession
from forum.gatherings.actions.answering import answer_question, take_question_up
from forum.gatherings.actions.counting import count_votes
from forum.gatherings.actions.hands import raise_hand
from forum.gatherings.actions.leading import announce, set_phase, start_gathering
from forum.gatherings.actions.namelessness import take_nameless_questions
from forum.gatherings.actions.polls import answer_poll, open_poll, prepare_poll, show_answers
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.taking_down import take_question_down
from forum.gatherings.actions.voting import vote_for_question
from forum.gatherings.models import Gathering
from forum.gatherings.phases import phases_of
from forum.gatherings.selectors.gatherings import with_all
from forum.moderation.actions.appealing import appeal_removed_question
from forum.people.models import Person


def let_go_on(
    session: ToldSession, gathering: Gathering, people: Mapping[str, Person], *, now: datetime
) -> None:
    """Begin it when it began, and let happen what happens there."""
    host, began = people[session.by], now - timedelta(minutes=session.begun_minutes)
    stage = start_gathering(host=host, gathering=gathering, now=began)
    for number, line in enumerate(session.said, start=1):
        handle, words = line.split(": ", 1)
        _say(people[handle], gathering, words, began + timedelta(minutes=number))
    later = now - timedelta(minutes=10)
    take_nameless_questions(host=host, gathering=_fresh(gathering), now=later)
    for asked in session.asked:
        _ask(asked, host, gathering, people, later)
    for polled in session.polled:
        _poll(polled, host, gathering, people, later)
    for number, handle in enumerate(session.hands):
        moment = later + timedelta(minutes=number)
        raise_hand(person=people[handle], gathering=_fresh(gathering), now=moment)
    count_votes(now=now)
    if session.announced:
        announce(
            host=host, gathering=_fresh(gathering), words=session.announced, client_id=_name(session.announced),
            now=later,
        )  # fmt: skip
    if session.phase is not None:
        stage = _fresh(gathering).stage
        minutes = phases_of(gathering)[session.phase].minutes
        set_phase(
            host=host, gathering=_fresh(gathering), phase=session.phase, minutes=minutes, seen=stage.revision,
            now=later,
        )  # fmt: skip


def _say(person: Person, gathering: Gathering, words: str, moment: datetime) -> None:
    room = _fresh(gathering).room
    assert room is not None
    send_message(author=person, room=room, client_id=_name(words), body=words, now=moment)


def _ask(
    asked: Mapping[str, Any],
    host: Person,
    gathering: Gathering,
    people: Mapping[str, Person],
    moment: datetime,
) -> None:
    words = asked["words"]
    question = ask_question(
        asker=people[asked["by"]], gathering=_fresh(gathering), words=words, client_id=_name(words),
        is_nameless=bool(asked.get("nameless")), now=moment,
    )  # fmt: skip
    for handle in asked["votes"]:
        vote_for_question(person=people[handle], question=question, now=moment)
    if asked.get("state") == "taken":
        take_question_up(host=host, question=question, seen="open", now=moment)
    if asked.get("state") == "answered":
        answer_question(host=host, question=question, seen="open", now=moment)
    if asked.get("removed_because"):
        gone = take_question_down(
            moderator=host, question=question, reason=asked["removed_because"], now=moment
        )
        asker, plea = people[asked["by"]], asked["appeal"]
        appeal_removed_question(person=asker, question=gone, words=plea, now=moment)


def _poll(
    polled: Mapping[str, Any],
    host: Person,
    gathering: Gathering,
    people: Mapping[str, Person],
    moment: datetime,
) -> None:
    poll = prepare_poll(
        host=host, gathering=_fresh(gathering), kind=polled["kind"], words=polled["words"],
        options=polled.get("options", []), client_id=_name(polled["words"]), now=moment,
    )  # fmt: skip
    if "answers" not in polled and "said" not in polled:
        return
    open_poll(host=host, poll=poll, now=moment)
    for handle, choice in polled.get("answers", {}).items():
        answer_poll(person=people[handle], poll=poll, choices=[choice], now=moment)
    for handle, words in polled.get("said", {}).items():
        answer_poll(person=people[handle], poll=poll, words=words, now=moment)
    show_answers(host=host, poll=poll, now=moment)


def _fresh(gathering: Gathering) -> Gathering:
    return with_all(Gathering.objects.all()).get(pk=gathering.pk)


def _name(words: str) -> UUID:
    return uuid5(NAMESPACE_URL, words)
