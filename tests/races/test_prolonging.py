"""A series that two prolong at the same moment, or that another one changes or cancels meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from forum.communities.models import Change, Role, Verb
from forum.gatherings.actions.following import cancel_following, change_following
from forum.gatherings.actions.hours import Further
from forum.gatherings.actions.prolonging import prolong_series
from forum.gatherings.models import Gathering
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_community, make_member
from tests.forum.gatherings.meeting import again, series, when, words
from tests.races.together import together

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS = 6
State = Gathering.State


def make_series() -> tuple[list[Person], list[Gathering]]:
    community = make_community(visibility="private")
    hosts = [make_member(community, role=Role.FACILITATOR) for _number in range(2)]
    first = when()
    until = first["day"] + timedelta(days=14)
    return hosts, series(hosts[0], community, first=first, until=until, now=timezone.now())


def by(host: Person, gathering: Gathering, times: int, after: date) -> partial[list[Gathering]]:
    further = Further(times=times, until=None, after=after)
    return partial(prolong_series, host=host, gathering=again(gathering), further=further)


def last_of(rows: list[Gathering]) -> date:
    assert rows[-1].on is not None
    return rows[-1].on


def test_two_who_prolong_it_alike_have_prolonged_it_once() -> None:
    for _round in range(ROUNDS):
        cache.clear()
        hosts, rows = make_series()
        acts = [
            by(host, row, 3, last_of(rows)) for host, row in zip(hosts * 2, [*rows, rows[0]], strict=False)
        ]
        found = together(acts)
        assert all(isinstance(each, list) for each in found), found
        assert len({tuple(row.pk for row in each) for each in found}) == 1
        assert Gathering.objects.filter(series=rows[0].series_id).count() == 6
    assert Change.objects.filter(verb=Verb.GATHERING_PROLONGED).count() == ROUNDS
    assert breaches() == []


Act = Callable[[], list[Gathering]]
Outcome = tuple[list[str], list[tuple[str, bool]]]


def one_after_the_other(acts: Sequence[Act], order: Sequence[int]) -> list[Any]:
    """What each returned or raised where they come in this order, though each was begun before the other ended."""
    found: list[Any] = [None] * len(acts)
    for number in order:
        (found[number],) = together([acts[number]])
    return found


def outcome(rows: list[Gathering], found: list[Any]) -> Outcome:
    """What became of each act, and of each session: its state, and whether its series is the old one."""
    stored = Gathering.objects.filter(community=rows[0].community_id).order_by("on")
    said = ["done" if isinstance(each, list) else type(each).__name__ for each in found]
    return said, [(row.state, row.series_id == rows[0].series_id) for row in stored]


def comes_out(begin: Callable[[], tuple[list[Gathering], list[Act]]], expected: Sequence[Outcome]) -> None:
    """In either order it is what is expected of that, and at the same moment one of the two."""
    for order, wanted in zip(((0, 1), (1, 0)), expected, strict=True):
        cache.clear()
        rows, acts = begin()
        assert outcome(rows, one_after_the_other(acts, order)) == wanted
    for _round in range(ROUNDS):
        cache.clear()
        rows, acts = begin()
        assert outcome(rows, together(acts)) in expected
    assert breaches() == []


def test_of_two_who_prolong_it_otherwise_the_second_is_told() -> None:
    def begin() -> tuple[list[Gathering], list[Act]]:
        hosts, rows = make_series()
        return rows, [by(hosts[0], rows[0], 3, last_of(rows)), by(hosts[1], rows[1], 5, last_of(rows))]

    was_first, was_second = ["done", "ChangedMeanwhile"], ["ChangedMeanwhile", "done"]
    comes_out(
        begin, [(was_first, [(State.SCHEDULED, True)] * 6), (was_second, [(State.SCHEDULED, True)] * 8)]
    )


def test_what_is_changed_together_meanwhile_is_prolonged_before_or_refused() -> None:
    def begin() -> tuple[list[Gathering], list[Act]]:
        hosts, rows = make_series()
        change = partial(
            change_following, host=hosts[1], gathering=again(rows[1]), words=words(), now=timezone.now(),
            when=when(rows[1].starts_at.date(), "17:00"),
        )  # fmt: skip
        return rows, [by(hosts[0], rows[0], 2, last_of(rows)), change]

    kept, moved = (State.SCHEDULED, True), (State.SCHEDULED, False)
    # What was made goes on with what was changed, or was not made.
    comes_out(
        begin,
        [(["done", "done"], [kept, *[moved] * 4]), (["Refused", "done"], [kept, *[moved] * 2])],
    )


def test_what_is_cancelled_meanwhile_is_prolonged_before_or_refused() -> None:
    def begin() -> tuple[list[Gathering], list[Act]]:
        hosts, rows = make_series()
        cancel = partial(cancel_following, host=hosts[1], gathering=again(rows[0]), why="We move on.")
        return rows, [by(hosts[0], rows[0], 2, last_of(rows)), cancel]

    cancelled = (State.CANCELLED, True)
    comes_out(begin, [(["done", "done"], [cancelled] * 5), (["Refused", "done"], [cancelled] * 3)])
