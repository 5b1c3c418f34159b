"""What was measured of live talk as tables, for the terminal and for results/."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bench.live.climbing import Reached
from bench.live.meeting import MESSAGES, SECONDS, VOTES, Meeting
from bench.live.scenes import Idle, Line, Return, Share
from bench.report import RESULTS, busy, machine

GOAL_BARE, GOAL_TUTORIAL = 1.0, 20.0  # times the others at 500 sockets
GOAL_PROCESSES = 1.7  # times one, by two
GOAL_IDLE = 30_000  # bytes
COMPARED = 500
NOTHING = "the least that was tried was too much"


@dataclass(slots=True)
class Outcome:
    """Everything that was measured."""

    lines: list[Line] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    idle: list[Idle] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    sessions: list[Meeting] = field(default_factory=list)
    broken: str = ""  # why it ended before its end
    load: str = field(default_factory=busy)  # of the machine, before

    def add(self, *lines: Line) -> None:
        """Keep lines, and say them."""
        self.lines += lines
        for line in lines:
            print(_row(line), file=sys.stderr, flush=True)

    def deliveries(self, server: str) -> float:
        """What a server reached with one room of the size at which they are compared; 0 where nothing."""
        for line in self.lines:
            if (line.server, line.what, line.sockets) == (server, "one room", COMPARED) and line.reached:
                return line.reached.deliveries
        return 0.0


def written(outcome: Outcome, command: str, now: datetime) -> Path:
    """Print the report and store it under results/. Returns where."""
    text = "\n".join(
        part
        for part in (
            _head(outcome, command, now), _broken(outcome), _table(outcome), _compared(outcome), _shared(outcome),
            _rest(outcome),
        )
        if part
    )  # fmt: skip
    what = "live" if outcome.lines else "live-session"
    path = RESULTS / f"{now:%Y-%m-%d}-{what}{'-unfinished' if outcome.broken else ''}.md"
    path.write_text(text)
    print(text)
    return path


def _head(outcome: Outcome, command: str, now: datetime) -> str:
    return (
        f"# Live talk, {now:%Y-%m-%d %H:%M} UTC\n\n"
        f"{machine()}; load before the run {outcome.load}. Command: `{command}`. "
        "Server, PostgreSQL, Redis, who speaks and who listens share the machine; one process a server unless said. "
        "Rates are raised by two fifths every two seconds until one delivery in a hundred takes longer than 500 ms, "
        "or something is missing, out of order or closed; the row is the last rate before. Where the first rate is too "
        "much, half of it is tried, three times at most. Before anything is said, who came in was told who is there. "
        "Every message is counted "
        "at every socket of its room; at one socket in twenty it is read for its time and its place. Where it is not "
        "“stored”, Weft is told over Redis, as by another process after its commit; the others over a socket.\n"
    )


def _table(outcome: Outcome) -> str:
    if not outcome.lines:
        return ""
    head = [
        "| server | what | sockets | messages/s | deliveries/s | p50 ms | p99 ms | processor µs a delivery "
        "| no more because |",
        "|---|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    return "\n".join([*head, *map(_row, outcome.lines), ""])


def _row(line: Line) -> str:
    found = line.reached
    if found is None:
        return f"| {line.server} | {line.what} | {line.sockets:,} | | | | | | {NOTHING} |"
    return (
        f"| {line.server} | {line.what} | {line.sockets:,} | {found.said:,.1f} | {found.deliveries:,.0f} "
        f"| {found.p50 * 1000:.1f} | {found.p99 * 1000:.0f} | {found.cost:.1f} | {found.ended} |"
    )


def _compared(outcome: Outcome) -> str:
    ours = outcome.deliveries("Weft")
    bare, default = outcome.deliveries("bare websockets"), outcome.deliveries("Channels' tutorial")
    if not (ours and bare and default):
        return ""
    return (
        f"At {COMPARED} sockets: {ours / bare:.2f} times the bare server (goal {GOAL_BARE}), "
        f"{ours / default:.0f} times the tutorial's chat (goal {GOAL_TUTORIAL:.0f}).\n"
    )


def _broken(outcome: Outcome) -> str:
    return f"**The run ended early: {outcome.broken}**\n" if outcome.broken else ""


def _shared(outcome: Outcome) -> str:
    """What several processes leave free beside what one does. Their throughput shows it only where cores are left."""
    if len(outcome.shares) != 2:
        return ""
    one, more = outcome.shares
    return (
        f"At {one.said:.0f} messages a second to {one.sockets} sockets one process takes {one.each:.0%} of a "
        f"processor, each of {more.processes} takes {more.each:.0%}: by that {more.processes} processes have room for "
        f"{one.each / more.each:.2f} times as much, where each has a processor of its own (goal {GOAL_PROCESSES}). "
        "That is an estimate. Measured, with all of them, who speaks and who listens on the processors of this "
        f"machine: {_times_one(outcome, more.processes)}.\n"
    )


def _times_one(outcome: Outcome, processes: int) -> str:
    one, more = outcome.deliveries("Weft"), outcome.deliveries(f"Weft, {processes} processes")
    return f"{more / one:.2f} times" if one and more else "nothing"


def _rest(outcome: Outcome) -> str:
    said = [
        f"- {each.sockets:,} idle sockets: {each.bytes_each / 1000:.1f} kB each (goal {GOAL_IDLE // 1000})."
        for each in outcome.idle
    ]
    said += [
        f"- {each.sockets:,} sockets that come back at once, each {each.missed} messages behind: all have them "
        f"after {each.seconds:.1f} s."
        for each in outcome.returns
    ]
    said += [_session(each) for each in outcome.sessions]
    return "\n".join([*said, ""]) if said else ""


def _session(found: Meeting) -> str:
    return (
        f"- A live session of {found.sockets:,} sockets and {MESSAGES:.0f} messages a second, stored: p50 "
        f"{found.alone.p50 * 1000:.0f} ms, p99 {found.alone.p99 * 1000:.0f} ms, the server takes "
        f"{found.alone_share:.0%} of a processor{_of(found.alone)}. Beside {found.votes:.0f} votes a second (of "
        f"{VOTES:.0f} that are tried), whose sums were told {found.sums} times in {SECONDS:.0f} s: p50 "
        f"{found.beside.p50 * 1000:.0f} ms, p99 {found.beside.p99 * 1000:.0f} ms, {found.beside_share:.0%} of a "
        f"processor{_of(found.beside)}."
    )


def _of(reached: Reached) -> str:
    return f" ({reached.ended})" if reached.ended else ""
