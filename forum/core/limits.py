"""How often a person may do something; the counts live in the cache and may be lost.

While the cache is away each process counts for itself, so that talk and pages go on. What guards a secret is not done
until it can be counted for all processes together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic, time

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from forum.core.asked_above import AskedAbove
from forum.core.durations import duration_in_words
from forum.core.verdicts import TooMany


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` in any clock window of `seconds`; `name` keys the count.

    What `guards_secrets` could be used to guess one, and is refused while it cannot be counted.
    """

    name: str
    times: int
    seconds: int
    guards_secrets: bool = False


POSTING = Limit("posting", 20, 300)
STARTING = Limit("starting", 10, 3600)
EDITING = Limit("editing", 40, 300)
REACTING = Limit("reacting", 60, 60)
TALKING = Limit("talking", 30, 60)  # messages in rooms; a burst is bounded where they come in
CARRYING = Limit("carrying", 20, 86_400)  # topics to other boards: each may ask two sets of moderators
LIFTING = Limit("lifting", 30, 3600)  # each may ask many people
UPLOADING = Limit("uploading", 60, 3600)
DRAFTING = Limit("drafting", 120, 60)
PREVIEWING = Limit("previewing", 60, 60)
COMPLETING = Limit("completing", 120, 60)
JOINING = Limit("joining", 20, 3600)
FOUNDING = Limit("founding", 5, 3600)
INVITING = Limit("inviting", 60, 3600)
BATCHING = Limit("batching", 20, 3600)
REMINDING = Limit("reminding", 3, 86_400)  # one invitation mailed once more
TENDING = Limit("tending", 120, 300)  # removing, locking, pinning: room for clearing up after a flood
REPORTING = Limit("reporting", 20, 3600)  # each takes time of people who look after others
APPEALING = Limit("appealing", 10, 86_400)  # each takes time of somebody who has not decided it
SETTING = Limit("setting", 30, 300)
ENTERING = Limit(
    "entering", 60, 60
)  # through a provider, by address: each asks somebody else and waits for it
LEAVING = Limit("leaving", 5, 3600, guards_secrets=True)  # each attempt may guess a password
FETCHING = Limit("fetching", 60, 3600)  # one address of a calendar, by programs that need no browser
ASKING = Limit("asking", 10, 600)  # in live sessions
VOTING = Limit("voting", 120, 60)
READING_MARKS = Limit("reading-marks", 240, 60)


# Those that stewards may choose another number for, and what they have chosen: {name of the limit: times}.
ADJUSTABLE = (POSTING, STARTING, UPLOADING, JOINING)
chosen_times = AskedAbove[[], Mapping[str, int]](dict)


def times_of(limit: Limit) -> int:
    """How often it may be done in a window."""
    return chosen_times().get(limit.name, limit.times) if limit in ADJUSTABLE else limit.times


def spend(limit: Limit, key: int | str, *, at: datetime | None = None) -> None:
    """Count one act of `key` (a person's id, an address) against `limit`; raise `TooMany` once it is used up.

    An act told afterwards counts in the window of its own moment `at`.
    """
    window = int(at.timestamp() if at else time()) // limit.seconds
    count = _counted(limit, f"limit:{limit.name}:{key}:{window}")
    if count > times_of(limit):
        wait = limit.seconds - int(time()) % limit.seconds
        raise TooMany(_sentence(wait), retry_after=wait)


def _counted(limit: Limit, name: str) -> int:
    """How often it was done in this window, now included."""
    if cache.add(name, 1, timeout=limit.seconds):
        return 1
    try:
        return int(cache.incr(name))
    except ValueError:  # the count ended between the two calls: a new window has begun
        return 1
    except ConnectionError:
        if limit.guards_secrets:
            raise TooMany(str(_NOT_NOW), retry_after=NOT_NOW_SECONDS) from None
        return own_counts.count(name, limit.seconds)


class OwnCounts:
    """What this process counts by itself; safe for threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._counts: dict[str, tuple[int, float]] = {}

    def count(self, name: str, seconds: int) -> int:
        """One more of `name`, which is forgotten after so many seconds; how many there are."""
        now = monotonic()
        with self._lock:
            if len(self._counts) >= self._most:
                self._counts = {key: kept for key, kept in self._counts.items() if kept[1] > now}
            if len(self._counts) >= self._most and name not in self._counts:
                return self._most  # somebody makes up keys: better nobody acts than everybody
            count, until = self._counts.get(name, (0, now + seconds))
            self._counts[name] = (count + 1, until)
            return count + 1


own_counts = OwnCounts(100_000)
NOT_NOW_SECONDS = 60
_NOT_NOW = _("This cannot be done at the moment. Nothing was changed; try again in a minute.")


def _sentence(seconds: int) -> str:
    return str(
        _("That was a lot in a short time. What you wrote is kept; try again in %s.")
    ) % duration_in_words(seconds)
