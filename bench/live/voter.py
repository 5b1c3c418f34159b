"""People of a live session vote at a steady rate, as by pages of another process. `python -m bench.live.voter {…}`.

Each line of input is `RATE SECONDS`; each is answered by `VOTES SECONDS REFUSED` once that much was cast.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

from bench.live.world import live_place
from bench.places import enter

THREADS = 4  # as many as a process with pages has, by default


def main() -> None:
    """Vote as asked until the input ends."""
    asked = json.loads(sys.argv[1])
    enter(live_place())
    import django

    django.setup()
    cast = _casting(asked)
    print("ready", flush=True)
    with ThreadPoolExecutor(THREADS) as pool:
        for line in sys.stdin:
            rate, seconds = map(float, line.split())
            print(*_cast(pool, cast, rate, seconds), flush=True)


def _casting(asked: dict[str, Any]) -> Any:
    """Casts the vote of this number: everybody votes for each question in turn, and takes it back in the next round."""
    from django.db import close_old_connections

    from forum.core import limits
    from forum.core.verdicts import Refused
    from forum.gatherings.actions.voting import take_vote_back, vote_for_question
    from forum.gatherings.models import Question
    from forum.people.models import Person

    object.__setattr__(limits.VOTING, "times", 1_000_000)
    people = list(Person.objects.filter(pk__in=asked["people"]).order_by("pk"))
    questions = list(Question.objects.select_related("gathering").filter(gathering=asked["gathering"]))

    def cast(number: int) -> bool:
        close_old_connections()
        rounds, place = divmod(number, len(people) * len(questions))
        act = take_vote_back if rounds % 2 else vote_for_question
        try:
            act(person=people[place % len(people)], question=questions[place // len(people)])
        except Refused:
            return False
        return True

    return cast


_NUMBERS = count()


def _cast(pool: ThreadPoolExecutor, cast: Any, rate: float, seconds: float) -> tuple[int, float, int]:
    began, wanted = time.monotonic(), max(1, round(rate * seconds))
    waiting = []
    for number in range(wanted):
        if (wait := began + number / rate - time.monotonic()) > 0:
            time.sleep(wait)
        waiting.append(pool.submit(cast, next(_NUMBERS)))
    done = [each.result() for each in waiting]
    return wanted, time.monotonic() - began, done.count(False)


if __name__ == "__main__":
    main()
