"""Answers about another home for a topic that are given at the same moment: one of them holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from forum.core.verdicts import Refused
from forum.crossposting.actions.homes import (
    accept_home_change,
    decline_home_change,
    object_to_home_change,
    offer_home,
    take_back_home_change,
)
from forum.crossposting.models import HomeChange
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Topic
from forum.invariants.selectors import breaches
from tests.factories import Crossing, make_board, make_crossing, make_member, make_topic
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]

State = HomeChange.State
Act = Callable[[Crossing, HomeChange], Any]


def accept(crossing: Crossing, change: HomeChange) -> None:
    accept_home_change(moderator=crossing.there_moderator, change=change)


def decline(crossing: Crossing, change: HomeChange) -> None:
    decline_home_change(moderator=crossing.there_moderator, change=change, reason="Not ours.")


def object_to(crossing: Crossing, change: HomeChange) -> None:
    object_to_home_change(author=crossing.author, change=change)


def take_back(crossing: Crossing, change: HomeChange) -> None:
    take_back_home_change(moderator=crossing.home_moderator, change=change)


def remove(crossing: Crossing, _change: HomeChange) -> None:
    remove_topic(moderator=crossing.home_moderator, topic=crossing.topic, reason="Not for us.")


def unite(crossing: Crossing, _change: HomeChange) -> None:
    into = make_topic(crossing.home)
    unite_topics(moderator=crossing.home_moderator, topic=crossing.topic, into=into)


ENDS: dict[Act, State] = {
    decline: State.DECLINED,
    object_to: State.OBJECTED,
    take_back: State.WITHDRAWN,
    remove: State.WITHDRAWN,
    unite: State.WITHDRAWN,
}


def open_crossing() -> Crossing:
    crossing = make_crossing("open", "open")
    make_member(crossing.there.community, crossing.author)
    return crossing


@pytest.mark.parametrize("other", ENDS, ids=lambda act: act.__name__)
def test_what_is_agreed_to_while_it_ends_is_one_or_the_other(other: Act) -> None:
    crossing = open_crossing()
    change = offer_home(moderator=crossing.home_moderator, topic=crossing.topic, to=crossing.there)
    came = together([partial(act, crossing, HomeChange.objects.get()) for act in (accept, other)])
    assert [type(each) for each in came if each is not None] == [Refused]
    change.refresh_from_db()
    topic = Topic.objects.get(pk=crossing.topic.pk)
    at_home, state = (crossing.there, State.ACCEPTED) if came[0] is None else (crossing.home, ENDS[other])
    assert (topic.home_board, change.state) == (at_home, state)
    assert breaches() == []


def test_a_topic_that_is_offered_to_two_boards_at_once_is_offered_to_one() -> None:
    crossing = open_crossing()
    boards = [crossing.there, make_board(crossing.there.community)]
    offers = [
        partial(offer_home, moderator=crossing.home_moderator, topic=crossing.topic, to=board)
        for board in boards
    ]
    came = together(offers)
    assert sorted(type(each).__name__ for each in came) == ["HomeChange", "Refused"]
    assert HomeChange.objects.count() == 1
