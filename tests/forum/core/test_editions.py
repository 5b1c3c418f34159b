"""Editions tell two states apart and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from forum.communities.models import Community
from forum.core.editions import edition_of
from forum.discussions.models import Level

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Community.Visibility.OPEN, "open"),
        (Level.MEMBERS, int(Level.MEMBERS)),
        (["é", "\ud800"], ["é", "\ud800"]),
        (MOMENT, datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_the_same_has_one_edition_however_it_is_written(one: Any, same: Any) -> None:
    assert edition_of(one) == edition_of(same)


def test_what_differs_has_another_edition() -> None:
    states = [
        (),
        ("",),
        (None,),
        ("ab",),
        ("a", "b"),
        (["a", "b"],),
        ("b", "a"),
        (1,),
        ("1",),
        (MOMENT,),
        ({},),
    ]
    assert len({edition_of(*state) for state in states}) == len(states)
