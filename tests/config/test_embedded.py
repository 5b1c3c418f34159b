"""The servers of a fresh checkout: found, shared, stopped by the last, and risen from an unclean end."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import redis

from config import embedded
from config.embedded.ownership import require_ours
from config.embedded.places import CHECKOUT, Places

pytestmark = pytest.mark.slow

HOLD = "from config import embedded; embedded.use(); print('ready', flush=True); input()"


@pytest.fixture
def where() -> Iterator[Places]:
    """Servers of this test alone, in a directory whose sockets would have too long a path."""
    root = Path(tempfile.mkdtemp(prefix="weft-")) / ("deep" * 30)
    servers = Places(root, durable=False)
    yield servers
    embedded.stop(servers)
    shutil.rmtree(root.parent)
    shutil.rmtree(servers.sockets, ignore_errors=True)


def environment(where: Places) -> dict[str, str]:
    named = {key: value for key, value in os.environ.items() if not key.startswith("WEFT_")}
    return {**named, "WEFT_SERVICES_DIR": str(where.root), "WEFT_SERVICES_DURABLE": "0"}


def hold(where: Places) -> subprocess.Popen[str]:
    """A process that uses the servers until its stdin closes."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=CHECKOUT,
        env=environment(where),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def test_two_processes_starting_at_once_share_servers_and_the_last_one_stops_them(where: Places) -> None:
    first, second = hold(where), hold(where)
    wait_until_ready(first)
    wait_until_ready(second)
    assert embedded.status(where) == {"postgresql": True, "redis": True}

    first.communicate("\n", timeout=60)
    assert embedded.status(where) == {"postgresql": True, "redis": True}

    second.communicate("\n", timeout=60)
    assert embedded.status(where) == {"postgresql": False, "redis": False}


def test_servers_rise_again_after_everything_was_killed(where: Places) -> None:
    where = replace(where, durable=True)
    embedded.start(where)
    with psycopg.connect(where.database_url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    postmaster = int((where.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    os.kill(int((where.root / "redis.pid").read_text()), signal.SIGKILL)
    deadline = time.monotonic() + 20
    while embedded.ready(where) and time.monotonic() < deadline:
        time.sleep(0.05)

    # the number of the dead server may have gone to a stranger
    pid_file = where.data / "postmaster.pid"
    pid_file.write_text(pid_file.read_text().replace(str(postmaster), str(os.getpid()), 1))
    embedded.start(where)

    with psycopg.connect(where.database_url()) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]
    assert embedded.ready(where)


def test_text_is_unicode_sorted_by_code_point_and_times_are_utc(where: Places) -> None:
    embedded.start(where)
    with psycopg.connect(where.database_url()) as connection:
        row = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale, lower('ÄÉ'), "
            "current_setting('timezone'), 'a' > 'B' FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == ("UTF8", "b", "C.UTF-8", "äé", "UTC", True)


def test_sockets_of_a_long_path_move_to_a_short_one_and_nothing_listens_on_the_network(where: Places) -> None:
    assert len(str(where.root / "sockets")) > 107
    assert len(str(where.sockets)) < 90
    embedded.start(where)
    assert where.sockets.stat().st_mode & 0o777 == 0o700
    with psycopg.connect(where.database_url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    with redis.from_url(where.redis_url(3)) as client:
        assert client.config_get("port") == {"port": "0"}


def test_servers_asked_to_stay_outlive_their_users(where: Places) -> None:
    embedded.start(where)
    user = hold(where)
    wait_until_ready(user)
    user.communicate("\n", timeout=60)
    assert embedded.status(where) == {"postgresql": True, "redis": True}

    embedded.stop(where)
    assert embedded.status(where) == {"postgresql": False, "redis": False}


def test_data_of_another_version_is_refused_with_what_to_do(where: Places) -> None:
    where.data.mkdir(parents=True)
    (where.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(embedded.CannotStart) as refusal:
        embedded.start(where)
    assert str(refusal.value) == (
        f"{where.data} was made by PostgreSQL 12, and this is PostgreSQL 18. "
        "Dump it with the old version, or remove the directory to start afresh."
    )


def test_a_directory_of_another_person_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.embedded.ownership.os.geteuid", lambda: tmp_path.stat().st_uid + 54321)
    owner = tmp_path.owner()
    with pytest.raises(embedded.CannotStart) as refusal:
        require_ours(tmp_path)
    assert str(refusal.value) == (
        f"{tmp_path} belongs to {owner}. Run this as {owner}, remove that directory, "
        "or name another one with WEFT_SERVICES_DIR."
    )
