"""Polls in a live session: prepared, opened, closed, shown, and answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.core.known_queries import prepared_cursor
from forum.core.limits import TENDING, VOTING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import one_line
from forum.gatherings.actions.questions import held_session
from forum.gatherings.actions.rooms import hold_standing
from forum.gatherings.actions.telling_polls import forget_counts_told, tell_poll
from forum.gatherings.actions.voting import share_votes
from forum.gatherings.models import Gathering, Poll
from forum.gatherings.models.polls import LONGEST_OPTION, LONGEST_POLL, LONGEST_WORD, MOST_OPTIONS
from forum.gatherings.policies.gatherings import taking_part
from forum.gatherings.policies.polls import may_answer_poll, may_prepare_poll, may_tend_poll
from forum.gatherings.selectors.talk import session_to_ask
from forum.people.models import Person

State, Kind = Poll.State, Poll.Kind
MOST_POLLS = 30


@transaction.atomic
def prepare_poll(
    *,
    host: Person,
    gathering: Gathering,
    kind: str,
    words: str,
    options: Sequence[str],
    client_id: UUID,
    now: datetime | None = None,
) -> Poll:
    """Have a poll ready, which nobody sees but those who lead. The same `client_id` again gives the first one back.
    Raises Refused, Invalid (of fields "words" or "options") or TooMany.
    """
    moment = now or timezone.now()
    session = held_session(host, gathering)
    require(may_prepare_poll(host, session, now=moment))
    known = Poll.objects.filter(client_id=client_id).first()
    if known is not None:
        return _of_session(known, session)
    said = one_line(words)
    answers = [] if kind in {Kind.RATING, Kind.WORDS} else _checked(options)
    if kind not in Kind.values or not said or len(said) > LONGEST_POLL:
        raise Invalid(_("Ask something, in at most %d characters.") % LONGEST_POLL, field="words")
    ask_in(taking_part(session), [said, *answers])
    if Poll.objects.filter(gathering=session).count() >= MOST_POLLS:
        raise Refused(_("These are %d polls already. Take one away first.") % MOST_POLLS)
    spend(TENDING, host.pk)
    return Poll.objects.create(
        gathering=session, asked_by=host, client_id=client_id, kind=kind, words=said, options=answers,
        prepared_at=moment, changed_at=moment,
    )  # fmt: skip


def _of_session(known: Poll, session: Gathering) -> Poll:
    if known.gathering_id != session.pk:
        raise Refused(_("This was prepared for another session before. Load the page again to ask it here."))
    return known


def _checked(options: Sequence[str]) -> list[str]:
    answers = list(dict.fromkeys(said for each in options if (said := one_line(each))))
    if not 2 <= len(answers) <= MOST_OPTIONS:
        sentence = _("Give between two and %d different answers, each on a line of its own.") % MOST_OPTIONS
        raise Invalid(sentence, field="options")
    if max(map(len, answers)) > LONGEST_OPTION:
        raise Invalid(_("An answer has at most %d characters.") % LONGEST_OPTION, field="options")
    return answers


@transaction.atomic
def open_poll(*, host: Person, poll: Poll, now: datetime | None = None) -> Poll:
    """Let everybody answer, again where it was closed. Open already, it stays so. Raises Refused or TooMany."""
    return _become(host, poll, now, state=State.OPEN)


@transaction.atomic
def close_poll(*, host: Person, poll: Poll, now: datetime | None = None) -> Poll:
    """Take no answers any more. Closed already, it stays so. Raises Refused or TooMany."""
    return _become(host, poll, now, state=State.CLOSED)


@transaction.atomic
def show_answers(*, host: Person, poll: Poll, now: datetime | None = None) -> Poll:
    """Let everybody read how often each answer was given. Raises Refused or TooMany."""
    return _become(host, poll, now, is_shown=True)


@transaction.atomic
def hide_answers(*, host: Person, poll: Poll, now: datetime | None = None) -> Poll:
    """Let those alone read it who lead; who has read it has read it, but whoever comes later reads it nowhere. Raises
    Refused or TooMany.
    """
    return _become(host, poll, now, is_shown=False)


@transaction.atomic
def take_poll_away(*, host: Person, poll: Poll, now: datetime | None = None) -> None:
    """Let go of one that was never opened. Away already, it stays so. Raises Refused or TooMany."""
    session = held_session(host, poll.gathering)
    require(may_tend_poll(host, session, now=now or timezone.now()))
    spend(TENDING, host.pk)
    held = Poll.objects.select_for_update(no_key=True).filter(pk=poll.pk).first()
    if held is None:
        return
    if held.state != State.PREPARED:
        raise Refused(_("People have seen this poll. Close it instead."))
    held.delete()


def _become(host: Person, poll: Poll, now: datetime | None, **wanted: Any) -> Poll:
    moment = now or timezone.now()
    session = held_session(host, poll.gathering)
    require(may_tend_poll(host, session, now=moment))
    spend(TENDING, host.pk)
    alone_with_answers(poll)
    held = Poll.objects.select_for_update(no_key=True).filter(gathering=session, pk=poll.pk).first()
    if held is None:
        raise Refused(_("There is no such poll."))
    held.gathering = session
    if wanted.get("state") == State.CLOSED and held.state == State.PREPARED:
        raise Refused(_("This poll was not open yet."))
    if all(getattr(held, name) == value for name, value in wanted.items()):
        return held
    if wanted.get("state") == State.OPEN:
        require(may_prepare_poll(host, session, now=moment))
    for name, value in wanted.items():
        setattr(held, name, value)
    held.changed_at = moment
    held.save()
    if not held.is_shown:
        forget_counts_told(held)
    if held.state != State.PREPARED:
        tell_poll(held, by_id=host.pk, moment=moment)
    return held


# Who answers shares this lock with all who do; who opens or closes has it alone, once answers under way are there.
ANSWERS = 20_504  # the first half of its key; the id of the poll is the second


def alone_with_answers(poll: Poll) -> None:
    """Until the transaction ends nobody answers it; answers that were under way are there. Part of actions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ANSWERS, poll.pk])


def _checked_words(words: str) -> str:
    said = one_line(words)
    if not 1 <= len(said) <= LONGEST_WORD:
        raise Invalid(_("Write a word or two, of at most %d characters.") % LONGEST_WORD, field="choice")
    return said


def _checked_choices(poll: Poll, choices: Sequence[int]) -> list[int]:
    chosen = sorted(set(choices))
    most = len(poll.answers) if poll.kind == Kind.MULTIPLE else 1
    if not 1 <= len(chosen) <= most or not 0 <= chosen[0] <= chosen[-1] < len(poll.answers):
        raise Invalid(_("Choose one of the answers first."), field="choice")
    return chosen


_ANSWER = """
INSERT INTO forum_pollvote (poll_id, person_id, choices, words, is_counted, voted_at)
VALUES (%(poll)s, %(person)s, %(choices)s, %(words)s, false, %(now)s)
ON CONFLICT (poll_id, person_id) DO UPDATE
    SET choices = excluded.choices, words = excluded.words, is_counted = false, voted_at = %(now)s
WHERE (forum_pollvote.choices, forum_pollvote.words) IS DISTINCT FROM (excluded.choices, excluded.words)
"""


@transaction.atomic
def answer_poll(
    *, person: Person, poll: Poll, choices: Sequence[int] = (), words: str = "", now: datetime | None = None
) -> None:
    """Answer by places of answers, from 0, or in short words, where a poll asks for these; another time, otherwise.
    Nobody waits for who answers, as of votes for questions. Raises Refused, Invalid (of field "choice") or TooMany.
    """
    hold_standing(person, poll.gathering_id)
    with prepared_cursor() as cursor:
        share_votes(cursor, poll.gathering_id, ANSWERS, poll.pk)
    moment = now or timezone.now()  # not before: it may have ended while this waited
    session = session_to_ask(poll.gathering_id)
    fresh = Poll.objects.filter(gathering=session, pk=poll.pk).first()
    if fresh is None:
        raise Refused(_("There is no such poll."))
    require(may_answer_poll(person, session, fresh, now=moment))
    facts: dict[str, Any] = {"poll": fresh.pk, "person": person.pk, "choices": [], "words": "", "now": moment}
    if fresh.kind == Kind.WORDS:
        facts["words"] = _checked_words(words)
        ask_in(taking_part(session), [facts["words"]])
    else:
        facts["choices"] = _checked_choices(fresh, choices)
    spend(VOTING, person.pk)
    with connection.cursor() as cursor:
        cursor.execute(_ANSWER, facts)
