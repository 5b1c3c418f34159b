"""Raises the rate until half a second is too short for one in a hundred, and says how much was delivered before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.live.crowd import Crowd
from bench.live.peers import Peer
from bench.live.world import live_place
from config.embedded.places import CHECKOUT

LATEST = 0.5  # seconds for all but one in a hundred
STEP = 1.4
SECONDS = 2.0
GRACE = 2.0
WARM = 20.0  # messages a second, for a moment, before anything counts


@dataclass(frozen=True, slots=True)
class Reached:
    """What a server carried at the highest rate that it kept up with; times are seconds, costs microseconds."""

    said: float  # a second
    deliveries: float  # a second
    p50: float
    p99: float
    cost: float  # of processor for one delivery
    ended: str  # why it went no higher


class Speaker:
    """The process that says things, or votes: `module` is what it runs."""

    def __init__(self, asked: dict[str, Any], *, module: str = "bench.live.speaker") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, json.dumps(asked)],
            cwd=CHECKOUT,
            env=os.environ | {"BENCH_REDIS_URL": live_place().redis_url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._read()

    def begin(self, rate: float, seconds: float) -> None:
        """Let it say so much."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{rate} {seconds}\n".encode())
        self._process.stdin.flush()

    def done(self) -> tuple[int, float, int]:
        """How much was said in how many seconds, and how much of it was refused."""
        said, took, refused = self._read().split()
        return int(said), float(took), int(refused)

    def end(self) -> None:
        """It has nothing more to say."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(15)

    def _read(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("The speaker is gone.")
        return line.decode()


@contextmanager
def speaking(asked: dict[str, Any]) -> Iterator[Speaker]:
    """A speaker, until the end of the block."""
    speaker = Speaker(asked)
    try:
        yield speaker
    finally:
        speaker.end()


def climb(crowd: Crowd, speaker: Speaker, peer: Peer, *, hearers: int, first_rate: float) -> Reached | None:
    """The best step; `hearers` is how many sockets hear each message. None where an eighth of the first is too much.

    A first step that fails is tried at half the rate: machines differ, and so do their neighbours from hour to hour.
    """
    step(crowd, speaker, peer, hearers=hearers, rate=min(WARM, first_rate))
    best, rate = None, first_rate
    while rate >= first_rate / 8:
        found = step(crowd, speaker, peer, hearers=hearers, rate=rate)
        if not found.ended:
            best, rate = found, rate * STEP
        elif best is not None:
            return Reached(best.said, best.deliveries, best.p50, best.p99, best.cost, found.ended)
        elif found.ended.endswith("closed"):
            return None
        else:
            crowd.calm()
            rate /= 2
    return None


def step(
    crowd: Crowd, speaker: Speaker, peer: Peer, *, hearers: int, rate: float, seconds: float = SECONDS
) -> Reached:
    """Say things at one rate for a while. `ended` says what was wrong with what came, if anything was."""
    crowd.beat_all(GRACE)
    crowd.anew()
    before = peer.seconds()
    speaker.begin(rate, seconds)
    crowd.listen(seconds)
    crowd.listen(GRACE, enough=round(rate * seconds) * hearers)
    cost = peer.seconds() - before
    said, took, refused = speaker.done()
    heard, p99 = crowd.heard, crowd.heard.percentile(0.99)
    wanted = (said - refused) * hearers
    if heard.closed:
        ended = f"{heard.closed} sockets were closed"
    elif heard.disorder:
        ended = f"{heard.disorder} came out of order"
    elif heard.events != wanted:
        ended = f"{wanted - heard.events:,} of {wanted:,} were not there in time"
    elif p99 > LATEST:
        ended = f"one in a hundred took {p99 * 1000:.0f} ms"
    elif said / took < rate * 0.9:
        ended = f"the speaker said {said / took:.0f} a second instead of {rate:.0f}"
    else:
        ended = ""
    return Reached(
        said / took, heard.events / took, heard.percentile(0.5), p99, cost / max(heard.events, 1) * 1e6, ended
    )
