"""`make run`: the whole site on one laptop, started together and stopped together by Ctrl-C."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from config.servers import ready

CHECKOUT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds until the site must answer
GRACE = 15.0  # seconds a process may take to end


def main() -> int:
    """Prepare the database, show something in it on the first start, and serve until asked to stop."""
    port = int(os.environ.get("WEFT_PORT") or 8000)
    if _taken(port):
        print(f"Port {port} is in use. Stop what uses it, or choose another: WEFT_PORT=8001 make run")
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("WEFT_DRAIN_SECONDS", "0")  # there is no other process to send anybody to
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        ready()
        _prepare()
        return _serve(port)
    except KeyboardInterrupt:
        print("\nStopping.")
        return 0


def _serve(port: int) -> int:
    processes = [_start(command) for command in _commands(port)]
    try:
        _announce(port, processes)
        return _wait(processes)
    finally:
        _stop(processes)


def _commands(port: int) -> list[list[str]]:
    return [
        ["-m", "realtime.server", "-v", "0", "-b", HOST, "-p", str(port), "config.asgi:application"],
        ["manage.py", "procrastinate", "worker", "--concurrency", "4"],
    ]


def _prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from forum.demo.loader import SIGN_INS
    from forum.people.models import Person

    people = Person.objects.filter(kind="human")
    if not people.exists():
        print("First start: making a small network to look at.", flush=True)
    if not people.exists() or people.filter(handle__in=SIGN_INS.values()).exists():
        call_command("seed_demo")  # loads it once, and from then on only says how to sign in


def _start(arguments: list[str]) -> subprocess.Popen[bytes]:
    """A process in a session of its own: Ctrl-C reaches this one, which stops the others in order."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - no threads run yet
    )


def _end_with_parent() -> None:
    """Ask Linux to stop this process when its parent is killed, so that the port is free again."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def _announce(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(port) and all(process.poll() is None for process in processes):
        if time.monotonic() > deadline:
            print("The site does not answer yet; see the messages above.")
            return
        time.sleep(0.1)
    if _answers(port):
        print(f"\nWeft is at http://{HOST}:{port}  (Ctrl-C stops it)\n", flush=True)


def _wait(processes: list[subprocess.Popen[bytes]]) -> int:
    """Wait until one ends by itself, which none should. Returns the exit code of the whole."""
    while all(process.poll() is None for process in processes):
        time.sleep(0.2)
    ended = next(process for process in processes if process.poll() is not None)
    print(f"“{' '.join(map(str, ended.args[1:]))}” ended with code {ended.returncode}, so everything stops.")  # type: ignore[index]
    return 1


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def _taken(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            return True
    return False


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/health/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
