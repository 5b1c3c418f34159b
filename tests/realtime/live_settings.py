"""The real settings with shorter waits and smaller bounds."""

from dataclasses import replace

from config.settings import *  # noqa: F403
from config.settings import SOCKETS

SOCKETS = replace(
    SOCKETS,
    sockets_per_person=2,
    rooms_per_socket=3,
    entrances=(0.2, 12),
    hello_seconds=1.0,
    silence_seconds=3.0,
    unseen_slow=20,
    unseen_most=60,
    sweep_seconds=0.5,
    session_seconds=1.0,
    presence_seconds=0.3,
    typing_seconds=0.5,
    drain_seconds=1.0,
    redis_silence_seconds=2.0,
    sends=(100.0, 500),
)
