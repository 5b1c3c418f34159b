"""Whatever people do with topics that are carried, in whatever order: promises hold, nobody reads what is not theirs.

A rule is one thing that somebody tries; it happens or is refused, and nothing else. What is added to cross-posting gets
a rule of its own.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from forum.core import limits
from tests.forum.crossposting.course import Course, make_world
from tests.forum.crossposting.course_of_places import Homes, Places
from tests.forum.crossposting.course_of_topics import Carrying, Writing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STEPS = 50


class CourseOfPlaces(Carrying, Writing, Places, Course):
    """Topics are carried while boards, communities and people change."""


class CourseOfHomes(Carrying, Homes, Course):
    """Topics are carried while they are removed, split, united and given other homes."""


@pytest.mark.parametrize(
    ("machine", "courses", "often"),
    [
        (CourseOfPlaces, 48, {"carry_topic": 40, "accept_placement": 20}),
        (
            CourseOfHomes,
            24,
            {
                "remove_topic": 4, "restore_topic": 4, "split_topic": 4, "unite_topics": 4, "offer_home": 4,
                "ask_to_adopt": 4, "accept_home_change": 4, "decline_home_change": 4, "tie_question": 4,
            },
        ),
    ],
)  # fmt: skip
def test_whatever_is_done_in_whatever_order_promises_hold(
    monkeypatch: pytest.MonkeyPatch, machine: type[Course], courses: int, often: dict[str, int]
) -> None:
    monkeypatch.setattr(limits, "times_of", lambda _limit: 10**9)
    machine.world, machine.steps = make_world(), 0
    machine.happened, machine.refused = Counter(), Counter()
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=courses, stateful_step_count=STEPS, derandomize=True, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert machine.steps >= courses * STEPS * 0.8, machine.steps
    always_refused = {name for name, times in machine.refused.items() if times > 10} - set(machine.happened)
    assert always_refused == set(), (machine.happened, machine.refused)
    assert {name: machine.happened[name] for name in often if machine.happened[name] < often[name]} == {}
