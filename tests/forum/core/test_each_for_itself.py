"""What is done to many things goes on past what one of them refuses."""

from __future__ import annotations

from forum.core.each_for_itself import refused_of, status_of
from forum.core.verdicts import Invalid, Refused, TooMany


def test_what_one_refuses_keeps_it_from_no_other() -> None:
    raised = {2: Refused("No."), 3: TooMany("Later.", retry_after=9), 5: Invalid("Why?")}
    done = []

    def act(number: int) -> None:
        if number in raised:
            raise raised[number]
        done.append(number)

    assert refused_of(range(1, 7), act) == raised
    assert done == [1, 4, 6]
    assert status_of(raised.values()) == 429
    assert (refused_of([], act), status_of([])) == ({}, 200)
