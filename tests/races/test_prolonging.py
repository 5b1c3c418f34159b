"""A series that two prolong at the same moment, or that another one changes or cancels meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.utils import timezone

from forum.communities.models import Change, Role, Verb
from forum.core.verdicts import Refused
from forum.gatherings.actions.following import cancel_following, change_following
from forum.gatherings.actions.hours import Further
from forum.gatherings.actions.prolonging import prolong_series
from forum.gatherings.models import Gathering, Series
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


def test_of_two_who_prolong_it_otherwise_the_second_is_told() -> None:
    for _round in range(ROUNDS):
        cache.clear()
        hosts, rows = make_series()
        found = together([by(hosts[0], rows[0], 3, last_of(rows)), by(hosts[1], rows[1], 5, last_of(rows))])
        made = [each for each in found if isinstance(each, list)]
        # Who wanted fewer has them where the other one was faster.
        assert made and all(isinstance(each, (list, Refused)) for each in found), found
        stored = Gathering.objects.filter(series=rows[0].series_id).count()
        assert stored == 3 + max(len(each) for each in made)
    assert breaches() == []


def test_what_is_changed_or_cancelled_meanwhile_is_prolonged_before_or_refused() -> None:
    for number in range(ROUNDS):
        cache.clear()
        hosts, rows = make_series()
        then = when(rows[1].starts_at.date(), "17:00")
        change = partial(
            change_following,
            host=hosts[1],
            gathering=again(rows[1]),
            when=then,
            words=words(),
            now=timezone.now(),
        )
        cancel = partial(cancel_following, host=hosts[1], gathering=again(rows[0]), why="We move on.")
        found = together([by(hosts[0], rows[0], 2, last_of(rows)), [change, cancel][number % 2]])
        assert all(isinstance(each, (list, Refused)) for each in found), found
        assert isinstance(found[1], list)
        made = found[0] if isinstance(found[0], list) else []
        kept = Gathering.objects.filter(pk__in=[row.pk for row in made])
        before = Series.objects.get(pk=rows[0].series_id)
        if number % 2:
            assert set(kept.values_list("state", flat=True)) <= {State.CANCELLED}
        else:  # what was made goes on with what was changed, or stands nowhere
            assert {row.series_id for row in kept} <= {before.goes_on_in_id}
    assert breaches() == []
