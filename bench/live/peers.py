"""The servers that are measured, each started as it is meant to be."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.live.world import live_place
from bench.places import VAR, environment_of
from bench.servers import LINES, line_of
from config.embedded.places import CHECKOUT

MEGABYTE = 1024 * 1024
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Peer:
    """A server at work: one process or several, a port each."""

    name: str
    ports: list[int]
    processes: list[psutil.Process]

    def memory(self) -> float:
        """Bytes that its processes alone hold; what they share with others is not counted."""
        return float(sum(each.memory_full_info().uss for each in self.processes))

    def seconds(self) -> float:
        """Processor time so far."""
        return float(sum(sum(each.cpu_times()[:2]) for each in self.processes))


@contextmanager
def weft(processes: int = 1) -> Iterator[Peer]:
    """Our own server, by the Procfile's line."""
    with _at_work("weft", [line_of(LINES["daphne"])] * processes, health="/health/ready") as peer:
        yield peer


@contextmanager
def bare() -> Iterator[Peer]:
    """A server that knows nothing but sockets."""
    with _at_work("bare", ["python -m bench.live.bare ${WEFT_LIVE_PORT}"]) as peer:
        yield peer


@contextmanager
def tutorial() -> Iterator[Peer]:
    """Channels as its tutorial shows it."""
    line = "daphne --bind 127.0.0.1 --port ${WEFT_LIVE_PORT} -v 0 bench.live.tutorial:application"
    with _at_work("tutorial", [line]) as peer:
        yield peer


@contextmanager
def _at_work(name: str, lines: list[str], health: str = "") -> Iterator[Peer]:
    VAR.mkdir(parents=True, exist_ok=True)
    ports = _free_ports(len(lines))
    started = []
    with (VAR / f"live-{name}.log").open("w") as log:
        try:
            for line, port in zip(lines, ports, strict=True):
                started.append(
                    subprocess.Popen(
                        ["/bin/sh", "-c", f"exec {line}"],
                        cwd=CHECKOUT,
                        env=_environment(port),
                        stdout=log,
                        stderr=log,
                    )
                )
            for process, port in zip(started, ports, strict=True):
                _wait(process, port, health)
            yield Peer(name, ports, [psutil.Process(each.pid) for each in started])
        finally:
            for process in started:
                process.send_signal(signal.SIGKILL)  # nobody is left whom it could send elsewhere
            for process in started:
                process.wait(15)


def _environment(port: int) -> dict[str, str]:
    place = live_place()
    environment = os.environ | environment_of(place, port)
    environment |= {"WEFT_BIND": "127.0.0.1", "WEFT_LIVE_PORT": str(port), "BENCH_REDIS_URL": place.redis_url}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    return environment


def _wait(process: subprocess.Popen[bytes], port: int, health: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with (
            suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=5) as attempt,
        ):  # not yet
            if not health:
                return
            attempt.sendall(f"GET {health} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            if b" 200 " in attempt.recv(64):
                return
        time.sleep(0.1)
    raise RuntimeError(f"A server did not start; see {VAR}.")


def _free_ports(many: int) -> list[int]:
    attempts = [socket.socket() for _ in range(many)]
    for attempt in attempts:
        attempt.bind(("127.0.0.1", 0))
    ports = [int(attempt.getsockname()[1]) for attempt in attempts]
    for attempt in attempts:
        attempt.close()
    return ports
