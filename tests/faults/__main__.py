"""`make faults`: every kind of fault with many seeds and true lengths, and a table of what was found."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from tests.faults.crowds import KINDS
from tests.faults.judging import Verdict
from tests.faults.scene import Kind, play
from tests.faults.world import World

HEAD = "| fault | seeds | acknowledged | lost | doubled | out of order | wrong | recovery p99 | worst |"
RULE = "|---|--:|--:|--:|--:|--:|--:|--:|--:|"


def main() -> int:
    """Play all that are asked for. 1 where anything was found."""
    asked = _asked()
    began, load = time.time(), os.getloadavg()[0]
    kinds = [kind for kind in KINDS if asked.only in kind.name and kind.is_long == asked.long]
    aside = None if asked.long or asked.lengths == "short" else _begin_long_ones(asked)
    found = _played(kinds, asked.seeds if not asked.long else 1, asked.lengths)
    if asked.long:
        print(json.dumps({name: [seeds, asdict(verdict)] for name, (seeds, verdict) in found.items()}))
        return 0
    if aside is not None:
        found |= _result_of(aside)
    table = _table(found)
    print(table)
    if asked.to:
        Path(asked.to).write_text(f"{_preamble(asked, began, load)}\n{table}\n")
    return 0 if all(verdict.is_good for _seeds, verdict in found.values()) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--lengths", choices=["full", "short"], default="full")
    parser.add_argument("--only", default="", help="part of the name of a fault")
    parser.add_argument("--long", action="store_true", help="those that mostly wait, as JSON")
    parser.add_argument("--to", default="", help="a file for the table")
    return parser.parse_args()


def _played(kinds: list[Kind], seeds: int, lengths: str) -> dict[str, tuple[int, Verdict]]:
    found: dict[str, tuple[int, Verdict]] = {}
    world = World(lengths)
    try:
        world.start()
        for kind in kinds:
            total = Verdict()
            for seed in range(1, seeds + 1):
                _say(f"{kind.name}, seed {seed}")
                total.add(_judged(world, kind, seed))
            found[kind.name] = seeds, total
            _say("\n".join(total.notes))
    finally:
        world.stop()
    return found


def _judged(world: World, kind: Kind, seed: int) -> Verdict:
    try:
        return world.run(play(world, kind, seed, patience=90), kind.seconds)
    except Exception as problem:  # noqa: BLE001 - the table says so, and the others are played
        failed = Verdict()
        failed.require(False, f"{kind.name}, seed {seed}: {type(problem).__name__}: {problem}")
        return failed


def _begin_long_ones(asked: argparse.Namespace) -> subprocess.Popen[str]:
    """In an installation of their own, meanwhile: for ten minutes nothing happens there."""
    command = [sys.executable, "-m", "tests.faults", "--long", "--only", asked.only]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _result_of(aside: subprocess.Popen[str]) -> dict[str, tuple[int, Verdict]]:
    output, _nothing = aside.communicate(timeout=3_600)
    lines = output.strip().splitlines()
    if aside.returncode or not lines:
        failed = Verdict()
        failed.require(False, f"the long ones ended with {aside.returncode}")
        return {"long ones": (1, failed)}
    return {name: (seeds, Verdict(**facts)) for name, (seeds, facts) in json.loads(lines[-1]).items()}


def _table(found: dict[str, tuple[int, Verdict]]) -> str:
    rows = [_row(name, seeds, verdict) for name, (seeds, verdict) in found.items()]
    total = Verdict()
    for _seeds, verdict in found.values():
        total.add(verdict)
    return "\n".join(
        [HEAD, RULE, *rows, _row("**all**", sum(seeds for seeds, _verdict in found.values()), total)]
    )


def _row(name: str, seeds: int, verdict: Verdict) -> str:
    later = sorted(verdict.recoveries) or [0.0]
    p99 = later[min(len(later) - 1, int(len(later) * 0.99))]
    return (
        f"| {name} | {seeds} | {verdict.acknowledged:,} | {verdict.lost} | {verdict.doubled} "
        f"| {verdict.disordered} | {verdict.wrong} | {p99:.1f} s | {verdict.worst:.1f} s |"
    )


def _preamble(asked: argparse.Namespace, began: float, load: float) -> str:
    day = time.strftime("%Y-%m-%d %H:%M", time.gmtime(began))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024**3
    minutes = (time.time() - began) / 60
    machine = f"{os.cpu_count()} processors, {memory} GB, {platform.system()} {platform.release()}"
    return "\n\n".join(
        [
            f"# Faults, {day} UTC",
            f"{machine}, Python {platform.python_version()}; load before the run {load:.2f}, it took "
            f"{minutes:.0f} minutes. Command: `make faults SEEDS={asked.seeds}`. Two servers, PostgreSQL, Redis, "
            "links, writers and readers share the machine.",
            "Recovery: from the end of a fault (for those of Redis: from when it was written) until a message was "
            "acknowledged, or was heard by a reader, for each of them. Wrong: what a fault asks for beside the rest, "
            "such as presence, memory, or that nothing comes to who was taken out.",
            "",
        ]
    )


def _say(text: str) -> None:
    if text:
        print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
