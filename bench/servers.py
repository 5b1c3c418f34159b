"""Starts the servers as the Procfile does, one process each, and reads from /proc what they cost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import psutil

from bench.places import VAR, Place, environment_of
from config.embedded.places import CHECKOUT

LINES = {"granian": "web", "daphne": "live"}
PATIENCE = 60.0
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time so far."""

    server: float
    database: float


class Server:
    """One server on a free port of this machine, from `with` to its end."""

    def __init__(self, kind: str, place: Place) -> None:
        self.kind = kind
        self.place = place
        self.port = _free_port()

    def __enter__(self) -> Server:
        environment = os.environ | environment_of(self.place, self.port) | _ports(self.port)
        environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
        VAR.mkdir(parents=True, exist_ok=True)
        self.log = (VAR / f"{self.kind}.log").open("w")
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {line_of(LINES[self.kind])}"],
            cwd=CHECKOUT,
            env=environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.log.close()

    @property
    def host(self) -> str:
        """What requests name as their host."""
        return f"127.0.0.1:{self.port}"

    def cost(self) -> Cost:
        """Processor time of the server and of its database connections until now."""
        return Cost(sum(map(_seconds, self._processes())), sum(map(_seconds, _backends(self.place.database))))

    def memory(self) -> float:
        """Megabytes of the server's processes, what they share counted once."""
        return float(sum(process.memory_full_info().pss for process in self._processes())) / MEGABYTE

    def _processes(self) -> list[psutil.Process]:
        root = psutil.Process(self.process.pid)
        return [root, *root.children(recursive=True)]

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://{self.host}/health/ready", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        self.__exit__(None, None, None)
        raise RuntimeError(f"{self.kind} did not start; see {self.log.name}.")


def line_of(name: str) -> str:
    """The command of one process in the Procfile."""
    for line in (CHECKOUT / "Procfile").read_text().splitlines():
        kind, _colon, command = line.partition(": ")
        if kind == name:
            return command
    raise LookupError(f"The Procfile has no line “{name}”.")


def _ports(port: int) -> dict[str, str]:
    return {
        "WEFT_BIND": "127.0.0.1",
        "WEFT_WEB_PORT": str(port),
        "WEFT_LIVE_PORT": str(port),
        "WEFT_WEB_WORKERS": "1",
    }


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def _backends(database: str) -> list[psutil.Process]:
    """PostgreSQL's processes for this database, where it runs on this machine: they say so in their titles."""
    found = []
    for process in psutil.process_iter(["name", "cmdline"]):
        title = process.info["cmdline"] or [""]
        if title[0].startswith("postgres: ") and f" {database} " in title[0]:
            found.append(process)
    return found
