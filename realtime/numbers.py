"""What a process with sockets counts, as Prometheus reads it. Written on the event loop, read from anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field

STEPS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


@dataclass(slots=True)
class Lag:
    """How long events took from being written to leaving for all sockets here."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(STEPS) + 1))
    total: float = 0.0

    def note(self, seconds: float) -> None:
        """One event."""
        self.total += seconds
        self.counts[next((at for at, step in enumerate(STEPS) if seconds <= step), len(STEPS))] += 1


@dataclass(slots=True)
class Numbers:
    """Counted since the process began, but for `sockets` and `rooms`, which are now."""

    sockets: int = 0
    rooms: int = 0
    events: int = 0
    deliveries: int = 0
    healed: int = 0
    resumes: int = 0
    resets: int = 0
    revoked: int = 0
    dropped: int = 0
    slow: int = 0
    mistakes: int = 0
    sends: int = 0
    redis_connections: int = 0
    lag: Lag = field(default_factory=Lag)


HELP = {
    "sockets": ("gauge", "Open sockets."),
    "rooms": ("gauge", "Rooms with a socket."),
    "events": ("counter", "Events that were handed out."),
    "deliveries": ("counter", "Events that left for a socket."),
    "healed": ("counter", "Events that Redis did not bring and the database did."),
    "resumes": ("counter", "Rooms entered with a number to go on from."),
    "resets": ("counter", "Rooms entered with a number too far behind."),
    "revoked": ("counter", "Rooms that somebody had to leave."),
    "dropped": ("counter", "Passing messages that a slow socket was spared."),
    "slow": ("counter", "Sockets closed because they could not keep up."),
    "mistakes": ("counter", "Frames that were no message."),
    "sends": ("counter", "Messages taken in."),
    "redis_connections": ("counter", "Connections made to listen to Redis."),
}
numbers = Numbers()


def in_words() -> str:
    """All of it in Prometheus' text format."""
    lines = []
    for name, (kind, said) in HELP.items():
        full = f"weft_{name}{'_total' if kind == 'counter' else ''}"
        lines += [f"# HELP {full} {said}", f"# TYPE {full} {kind}", f"{full} {getattr(numbers, name)}"]
    lines += [
        "# HELP weft_lag_seconds From an event's moment until it has left for all sockets.",
        "# TYPE weft_lag_seconds histogram",
    ]
    so_far = 0
    for step, count in zip((*STEPS, "+Inf"), numbers.lag.counts, strict=True):
        so_far += count
        lines.append(f'weft_lag_seconds_bucket{{le="{step}"}} {so_far}')
    lines += [f"weft_lag_seconds_sum {numbers.lag.total:.6f}", f"weft_lag_seconds_count {so_far}", ""]
    return "\n".join(lines)
