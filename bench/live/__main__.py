"""`python -m bench.live`: measures live talk and writes results/<date>-live.md."""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from bench.live.meeting import session
from bench.live.report import Outcome, written
from bench.live.scenes import beside, coming_back, idle, share, stored, told
from bench.live.world import World, prepared
from config.embedded.places import CHECKOUT

SIZES = (200, 500, 1_000, 5_000)
FILES = 20_000  # open at once: the sockets of a crowd


def main() -> int:
    """Measure everything and write the report, of what there is where something fails. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="bench.live", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="sockets in one room")
    parser.add_argument("--brief", action="store_true", help="one room and nothing else")
    parser.add_argument("--session", action="store_true", help="a live session and nothing else")
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    outcome = Outcome()
    try:
        if arguments.session:
            outcome.sessions = [session(prepared(), 1_000)]
        else:
            _measure(prepared(), outcome, arguments.sizes, is_brief=arguments.brief)
    except BaseException as problem:
        outcome.broken = f"{type(problem).__name__}: {problem}"
        raise
    finally:
        if outcome.lines or outcome.sessions:
            command = " ".join(["python -m bench.live", *sys.argv[1:]])
            print(f"\nKept in {written(outcome, command, datetime.now(UTC)).relative_to(CHECKOUT)}")
    return 0


def _measure(world: World, outcome: Outcome, sizes: Iterable[int], *, is_brief: bool) -> None:
    for sockets in sizes:
        outcome.add(told(world, sockets), *beside(world, sockets))
    if is_brief:
        return
    outcome.add(*stored(world, 500))
    outcome.add(told(world, 5_000, rooms=200), told(world, 500, processes=2))
    outcome.shares = [share(world, 500, processes) for processes in (1, 2)]
    outcome.idle = [idle(world, sockets) for sockets in (1_000, 5_000)]
    outcome.returns = [coming_back(world, 1_000)]
    outcome.sessions = [session(world, 1_000)]


if __name__ == "__main__":
    sys.exit(main())
