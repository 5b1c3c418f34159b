"""How much one socket, one person and one process may do: the numbers of an installation, with their first values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds, bytes and counts. What an operator may want to change comes from settings; tests shorten the waits."""

    threads: int = 6  # jobs on the database at once, and its connections
    frame_bytes: int = 64 * 1024
    sockets_per_person: int = 10  # in one process; one more takes the place of the oldest
    rooms_per_socket: int = 50
    watches_per_socket: int = 60
    entrances: tuple[float, int] = (1.0, 60)  # sockets that a person opens: a second, and at once
    frames: tuple[float, int] = (20.0, 100)
    sends: tuple[float, int] = (0.5, 10)
    reactions: tuple[float, int] = (2.0, 20)
    subscribes: tuple[float, int] = (0.5, 60)  # a tab that comes back takes all its rooms at once
    mistakes: tuple[float, int] = (0.1, 5)
    frames_waiting: int = 100  # from one client, not looked at yet
    hello_seconds: float = 10.0
    beat_seconds: float = 20.0
    beat_events: int = 200  # a client that got so many since its last beat sends one
    silence_seconds: float = 45.0
    unseen_slow: int = 256
    unseen_most: int = 1024
    waiting_slow: int = 512 * 1024
    waiting_most: int = 2 * 1024 * 1024
    sweep_seconds: float = 5.0
    together_seconds: float = 0.02  # events of a room that follow one another this closely leave together
    tick_seconds: float = 1.0  # between two sums of votes in live sessions
    out_of_order_seconds: float = 0.1  # how long a number may be missing before the database is asked for it
    session_seconds: float = 60.0  # after which everybody is asked about anew, notice or not
    presence_seconds: float = 2.0
    presence_places: int = 500  # so many in a process make who is there told half as often
    present_seconds: float = 45.0
    present_named: int = 50
    typing_seconds: float = 3.0
    typing_most_present: int = 100
    drain_seconds: float = 15.0
    redis_silence_seconds: float = 12.0

    def presence_rest(self, places: int) -> float:
        """Seconds by which it is told more rarely who is there, where so many are to be told: before others forget."""
        return min(self.presence_seconds * places / self.presence_places, self.present_seconds / 3)
