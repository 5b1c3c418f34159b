"""Polls of a live session as one reader sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from forum.gatherings.models import Gathering, Poll
from forum.gatherings.policies.polls import (
    may_answer_poll,
    may_prepare_poll,
    may_read_counts,
    may_see_poll,
    may_take_words_out,
    may_tend_poll,
)
from forum.gatherings.policies.talk import is_over
from forum.gatherings.selectors.polls import own_answers_in, polls_in

AT_FIRST = 3  # the others are there to be unfolded, but for those that are open


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One of the answers; `count` and `percent` (of those who answered) are None where they are not shown."""

    place: int
    words: str
    is_own: bool
    count: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class ShownPoll:
    """One poll. `can_answer` says whether the reader may; `own_words` is what they answered where it asks for words;
    `is_result` that the session is over and nobody answers any more.
    """

    pk: int
    words: str
    kind: str
    state: str
    is_shown: bool
    voters: int
    answers: list[ShownAnswer]
    has_answered: bool
    can_answer: bool
    is_result: bool = False
    own_words: str = ""


def polls_shown(request: HttpRequest, gathering: Gathering, now: datetime) -> dict[str, Any]:
    """The context of gatherings/polls.html. Two queries."""
    own = own_answers_in(request.user, gathering)
    rows = [each for each in polls_in(gathering) if may_see_poll(request.user, gathering, each)]
    tends = bool(may_tend_poll(request.user, gathering, now=now))
    if not tends:  # what nobody can open any more is nothing to read
        rows = [each for each in rows if each.state != Poll.State.PREPARED]
    shown = [_shown(request, gathering, each, own.get(each.pk, ([], "")), now) for each in rows]
    first = max(AT_FIRST, len([each for each in rows if each.state == Poll.State.OPEN]))
    return {
        "polls": shown[:first],
        "more_polls": shown[first:],
        "can_poll": bool(may_prepare_poll(request.user, gathering, now=now)),
        "can_tend_polls": tends,
        "can_take_words_out": bool(may_take_words_out(request.user, gathering)),
        "poll_kinds": Poll.Kind.choices,
        "blank_poll": _BLANK,
    }


def _shown(
    request: HttpRequest, gathering: Gathering, poll: Poll, own: tuple[list[int], str], now: datetime
) -> ShownPoll:
    counts = list(poll.counts) if may_read_counts(request.user, gathering, poll) else None
    chosen, own_words = own
    offered = [] if poll.kind == Poll.Kind.WORDS and counts is None else poll.answers
    answers = [
        ShownAnswer(place, words, place in chosen, *_figures(counts, place, poll.voters))
        for place, words in enumerate(offered)
    ]
    return ShownPoll(
        pk=poll.pk, words=poll.words, kind=poll.kind, state=poll.state,
        is_shown=poll.is_shown, voters=poll.voters, answers=answers, has_answered=bool(chosen or own_words),
        own_words=own_words,
        can_answer=bool(may_answer_poll(request.user, gathering, poll, now=now)),
        is_result=poll.state != Poll.State.PREPARED and _is_result(gathering, poll, now),
    )  # fmt: skip


def _is_result(gathering: Gathering, poll: Poll, now: datetime) -> bool:
    closed = gathering.state == Gathering.State.CLOSED and poll.state == Poll.State.CLOSED
    return closed or is_over(gathering, now)


# What a script draws a poll from that opens while one looks; 0 stands for its id in addresses.
_BLANK = ShownPoll(
    pk=0, words="", kind=Poll.Kind.SINGLE, state=Poll.State.OPEN, is_shown=False, voters=0,
    answers=[ShownAnswer(0, "", is_own=False, count=None, percent=None)], has_answered=False, can_answer=True,
)  # fmt: skip


def _figures(counts: list[int] | None, place: int, voters: int) -> tuple[int | None, int | None]:
    if counts is None:
        return None, None
    count = counts[place] if place < len(counts) else 0
    return count, round(100 * count / voters) if voters else 0
