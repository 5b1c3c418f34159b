"""The result as tables, for the terminal and for results/."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bench.baselines import (
    BEST,
    BEST_FLOOR,
    BEST_REPLY_MS,
    GOAL,
    GOAL_MEMORY_MB,
    GOAL_PAGE_KB,
    GOAL_REPLY_MS,
    GOAL_SLOPE,
    NODEBB,
)
from bench.counting import Counts
from bench.measuring import Measured
from bench.plans import Answers

RESULTS = Path(__file__).parent / "results"


@dataclass(slots=True)
class Outcome:
    """Everything that was measured at one size."""

    size: str
    posts: int
    lines: list[Measured] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)
    made: dict[str, Answers] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)

    def line(self, scenario: str, server: str) -> Measured | None:
        """The measurement of one scenario on one server."""
        return next((line for line in self.lines if (line.scenario, line.server) == (scenario, server)), None)


def written(outcomes: list[Outcome], command: str, now: datetime) -> Path:
    """Print the report and store it under results/. Returns where."""
    parts = [_head(command, now)]
    for outcome in outcomes:
        parts += [
            _pages(outcome),
            _against_others(outcome) if outcome.size == "medium" else "",
            _made(outcome),
        ]
    parts.append(_slope_of_sizes(outcomes))
    text = "\n".join(part for part in parts if part)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y-%m-%d}-pages.md"
    path.write_text(text)
    print(text)
    return path


def _head(command: str, now: datetime) -> str:
    return (
        f"# Pages, {now:%Y-%m-%d %H:%M} UTC\n\n{machine()}; load before the run {busy()}. Command: `{command}`. "
        "One server process, the Procfile's own line; server, database, Redis and client share the machine. "
        "16 connections; “alone” is the median with one. Processor times are milliseconds a request. "
        "SQL and Redis: with an empty cache / with a full one.\n"
    )


def busy() -> str:
    """How many processes wanted a processor in the last minute, where the system says so."""
    load = Path("/proc/loadavg")
    return load.read_text().split()[0] if load.exists() else "?"


def machine() -> str:
    """What all this ran on."""
    import psutil

    memory = psutil.virtual_memory().total // 1024**3
    return (
        f"{psutil.cpu_count()} processors, {memory} GB, Linux {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def _pages(outcome: Outcome) -> str:
    rows = [
        f"## {outcome.size}: {outcome.posts:,} posts\n",
        "| page | server | req/s | of floor | p50 ms | p99 ms | alone ms | server ms | database ms "
        "| SQL | Redis | kB | gzip kB |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    rows += [_page(outcome, line) for line in outcome.lines]
    memory = ", ".join(f"{server} {megabytes:.0f} MB" for server, megabytes in outcome.memory.items())
    return "\n".join([*rows, f"\nMemory after all that: {memory} (goal {GOAL_MEMORY_MB}).\n"])


def _page(outcome: Outcome, line: Measured) -> str:
    floor = outcome.line("floor", line.server)
    share = f"{line.rate / floor.rate:.2f}" if floor and floor.rate else ""
    counts = outcome.counts.get(line.scenario)
    sql = f"{len(counts.cold.sql)} / {len(counts.warm.sql)}" if counts else ""
    redis = f"{len(counts.cold.redis)} / {len(counts.warm.redis)}" if counts else ""
    answers = line.answers
    return (
        f"| {line.scenario} | {line.server} | {line.rate:,.0f} | {share} | {answers.p50:.1f} | {answers.p99:.1f} "
        f"| {line.alone.p50:.1f} | {line.server_ms:.2f} | {line.database_ms:.2f} | {sql} | {redis} "
        f"| {answers.size / 1024:.1f} | {answers.gzipped / 1024:.1f} |"
    )


def _against_others(outcome: Outcome) -> str:
    floor = outcome.line("floor", "granian")
    if floor is None or not floor.rate:
        return ""
    scale = BEST_FLOOR / floor.rate
    rows = [
        f"### Against {NODEBB}, the fastest of the others on this data\n",
        f"Theirs was measured where a constant page was made {BEST_FLOOR:,} times a second; here it is "
        f"{floor.rate:,.0f}. “At that speed” is ours in proportion, and the goal is judged by it.\n",
        f"| page | theirs | ours | times | at that speed | times | goal {GOAL:.0f}×, at that speed |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for name, theirs in BEST.items():
        ours = outcome.line(name, "granian")
        if ours:
            rate = ours.rate * scale
            rows.append(
                f"| {name} | {theirs:.0f} | {ours.rate:,.0f} | {ours.rate / theirs:.1f} "
                f"| {rate:,.0f} | {rate / theirs:.1f} | {'met' if rate >= GOAL * theirs else 'not met'} |"
            )
    reply = outcome.line("reply", "granian")
    if reply:
        here, there = reply.alone.p50, reply.alone.p50 / scale
        verdict = "met" if there <= GOAL_REPLY_MS else "not met"
        rows.append(
            f"| reply, p50 ms alone | {BEST_REPLY_MS:.0f} | {here:.1f} | {BEST_REPLY_MS / here:.1f} "
            f"| {there:.1f} | {BEST_REPLY_MS / there:.1f} | ≤ {GOAL_REPLY_MS:.0f} ms {verdict} |"
        )
    largest = max(line.answers.size for line in outcome.lines) / 1024
    rows.append(f"\nThe largest page has {largest:.0f} kB (goal {GOAL_PAGE_KB}).\n")
    return "\n".join(rows)


def _made(outcome: Outcome) -> str:
    rows = [
        f"### Made, not found: {outcome.size}, every page once with empty caches, one at a time\n",
        "| pages | how many | p50 ms | p99 ms |",
        "|---|--:|--:|--:|",
    ]
    rows += [
        f"| {name} | {each.count} | {each.p50:.1f} | {each.p99:.1f} |" for name, each in outcome.made.items()
    ]
    for order in ("as a tree", "by time"):
        short, longest = outcome.made[f"ten replies, {order}"], outcome.made[f"the longest topic, {order}"]
        ratio = longest.p50 / short.p50
        rows.append(f"\nLongest against ten replies, {order}: {ratio:.2f}× (goal {GOAL_SLOPE}).")
    return "\n".join(rows) + "\n"


def _slope_of_sizes(outcomes: list[Outcome]) -> str:
    if len(outcomes) < 2:
        return ""
    small, large = outcomes
    rows = [
        f"## {large.posts:,} posts against {small.posts:,} (goal {GOAL_SLOPE}× in the median)\n",
        "| page | alone, ms | | times |",
        "|---|--:|--:|--:|",
    ]
    pairs = [
        (line.scenario, line.alone.p50, other.alone.p50)
        for line in small.lines
        if line.server == "granian" and (other := large.line(line.scenario, "granian"))
    ]
    pairs += [
        (f"{name}, made", each.p50, large.made[name].p50)
        for name, each in small.made.items()
        if name in large.made
    ]
    rows += [
        f"| {name} | {before:.1f} | {after:.1f} | {after / before:.2f} |" for name, before, after in pairs
    ]
    return "\n".join(rows) + "\n"
