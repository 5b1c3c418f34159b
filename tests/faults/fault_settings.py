"""The real settings for servers under faults: rates do not stand in the way, and waits are short unless true."""

import os
from dataclasses import replace

from config.settings import *  # noqa: F403
from config.settings import SOCKETS

LENGTHS = os.environ.get("WEFT_FAULT_LENGTHS", "short")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

SOCKETS = replace(
    SOCKETS,
    entrances=(1_000.0, 10_000),
    sends=(1_000.0, 10_000),
    frames=(1_000.0, 10_000),
    subscribes=(100.0, 1_000),
    sockets_per_person=100,
)
if LENGTHS == "short":
    SOCKETS = replace(
        SOCKETS,
        beat_seconds=1.0,
        silence_seconds=4.0,
        sweep_seconds=1.0,
        session_seconds=5.0,
        presence_seconds=0.5,
        present_seconds=5.0,
        redis_silence_seconds=2.0,
        drain_seconds=2.0,
        waiting_slow=64 * 1024,
        waiting_most=256 * 1024,
    )
