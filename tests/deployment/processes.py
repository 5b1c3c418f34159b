"""Production on one machine: the Procfile's own processes, on the database of the test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client, override_settings

from config.embedded.places import CHECKOUT
from forum.people.models import Person
from tests.fixtures.site import database_url_under_test

HOST = "forum.example.org"
SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def production(static: Path, **more: str) -> dict[str, str]:
    """The environment of a process in production, with `more` of it. Collects styles and scripts into `static`."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "WEFT_ENVIRONMENT": "production",
        "WEFT_SECRET_KEY": SECRET,
        "WEFT_ALLOWED_HOSTS": HOST,
        "WEFT_DATABASE_URL": database_url_under_test(),
        "WEFT_REDIS_URL": settings.REDIS_URL,
        "WEFT_EMAIL_URL": "memory:",
        "WEFT_STATIC_ROOT": str(static),
        "WEFT_WEB_WORKERS": "1",
        **more,
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=CHECKOUT, env=environment, check=True)
    return environment


@contextmanager
def process(
    command: list[str],
    environment: Mapping[str, str],
    *,
    account: str | None = None,
    log: Path | None = None,
) -> Iterator[None]:
    """A process that ends with the block. Root may name another account to run it under; `log` gets what it says."""
    with ExitStack() as stack:
        output = stack.enter_context(log.open("wb")) if log else None
        running = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=environment,
            start_new_session=True,
            user=account,
            group=account,
            stdout=output,
            stderr=output,
        )
    try:
        yield
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, f"Nothing listens on {port}."
            time.sleep(0.1)
        else:
            return


def headers_of(person: Person) -> dict[str, str]:
    """What the browser of someone who is signed in to these processes sends; its X-CSRFToken suits any form."""
    client = Client()
    with override_settings(SECRET_KEY=SECRET):
        client.force_login(person)
    session, token = client.cookies[settings.SESSION_COOKIE_NAME].value, _get_new_csrf_string()
    return {
        "Cookie": f"__Host-session={session}; __Host-csrf={token}",
        "Origin": f"https://{HOST}",
        "X-CSRFToken": token,
    }
