"""Behind a pooler that hands every transaction another connection, pages and posts are what they are without one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from psycopg.rows import dict_row

from config import embedded
from config.embedded.ownership import give_to, server_account
from config.embedded.places import CHECKOUT
from config.embedded.postgres import ROLE
from forum.communities.models import Community, Role
from forum.discussions.models import Post, Topic
from forum.importing.models import ImportRun
from forum.people.models import Person
from tests.deployment.processes import HOST, free_port, headers_of, process, production, wait_for
from tests.factories import make_board, make_community, make_member, make_person, make_topic
from tests.factories.people import PASSWORD
from tests.fixtures.site import database_url_under_test
from tests.forum.importing.mails import mail

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("pgbouncer"),
    pytest.mark.skipif(shutil.which("pgbouncer") is None, reason="PgBouncer is not installed on this machine"),
    pytest.mark.skipif(
        bool(os.environ.get("WEFT_DATABASE_URL")), reason="PgBouncer is set up here for the embedded PostgreSQL alone"
    ),
]  # fmt: skip

POOLED = 3  # connections to PostgreSQL
CLIENTS = 8
ROUNDS = 6
CONFIGURATION = """
[databases]
* = host={sockets} port=5432
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
admin_users = {role}
pool_mode = transaction
default_pool_size = {pooled}
max_client_conn = 100
"""


@dataclass(frozen=True)
class Pooled:
    """The port of the pooler, that of a web process behind it, and what that process wrote."""

    pooler: int
    web: int
    log: Path

    @property
    def database(self) -> str:
        """The address of the database by way of the pooler."""
        return f"postgresql://{ROLE}@127.0.0.1:{self.pooler}/{connection.settings_dict['NAME']}"


@pytest.fixture(scope="module")
def pooled(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pooled]:
    folder = tmp_path_factory.mktemp("pgbouncer")
    site = Pooled(pooler=free_port(), web=free_port(), log=folder / "web.log")
    with ExitStack() as stack:
        stack.enter_context(running_pooler(site.pooler))
        environment = production(
            folder / "static",
            WEFT_DATABASE_URL=site.database,
            WEFT_DATABASE_POOLED="1",
            WEFT_TRUSTED_PROXIES="1",
            WEFT_WEB_PORT=str(site.web),
        )
        stack.enter_context(process(["deploy/process", "web"], environment, log=site.log))
        wait_for(site.web)
        yield site


def running_pooler(port: int) -> ExitStack:
    """PgBouncer in front of the embedded PostgreSQL, under its account: neither of them runs as root."""
    account = server_account(embedded.places().data)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weft-pgbouncer-")))
        users, configuration = folder / "users.txt", folder / "pgbouncer.ini"
        users.write_text(f'"{ROLE}" ""\n')
        sockets = embedded.places().sockets
        configuration.write_text(
            CONFIGURATION.format(sockets=sockets, port=port, users=users, role=ROLE, pooled=POOLED)
        )
        give_to(account, folder)
        command = ["pgbouncer", "--quiet", str(configuration)]
        stack.enter_context(process(command, os.environ, account=account))
        wait_for(port)
        return stack.pop_all()


def ask(site: Pooled, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
    """The status, and the page or the address that is sent to next."""
    client = HTTPConnection("127.0.0.1", site.web, timeout=60)
    sent = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", **headers}
    if form is None:
        client.request("GET", path, headers=sent)
    else:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
        client.request("POST", path, urlencode(form), sent)
    answer = client.getresponse()
    found = answer.status, answer.headers["Location"] or answer.read().decode()
    client.close()
    return found


def reads_and_replies(site: Pooled, topic: Topic, name: str, headers: dict[str, str]) -> list[str]:
    """What went wrong while somebody read and replied, and read as a visitor too."""
    page, wrong = topic.get_absolute_url(), []
    for number in range(ROUNDS):
        words = f"{name} says {number}"
        reply = {"text": words, "client_key": str(uuid4())}
        status, there = ask(site, reverse("reply", args=[topic.pk]), reply, **headers)
        if status != 302 or not there.startswith(page):
            wrong.append(f"reply {number}: {status} {there[:300]}")
            continue
        looks = [
            (there.partition("#")[0], headers, words),
            (page, {}, topic.title),
            ("/", headers, topic.title),
        ]
        for path, sent, expected in looks:
            status, shown = ask(site, path, **sent)
            if status == 302:
                status, shown = ask(site, shown.partition("#")[0], **sent)
            if status != 200 or expected not in shown:
                wrong.append(f"{path}: {status} without “{expected}”")
    return wrong


def test_many_read_and_reply_at_once_over_few_connections(pooled: Pooled) -> None:
    community = make_community(visibility=Community.Visibility.OPEN)
    topic = make_topic(make_board(community), title="Over a pooler")
    names = [make_member(community).handle for _ in range(CLIENTS)]
    headers = [headers_of(Person.objects.get(handle=name)) for name in names]

    with ThreadPoolExecutor(CLIENTS) as clients:
        wrong = list(clients.map(partial(reads_and_replies, pooled, topic), names, headers))

    assert wrong == [[] for _ in names]
    topic.refresh_from_db()
    replies = Post.objects.filter(topic=topic, number__gt=1).order_by("number")
    assert [post.number for post in replies] == list(range(2, CLIENTS * ROUNDS + 2))
    assert topic.last_number == CLIENTS * ROUNDS + 1
    said = {f"{name} says {number}" for name in names for number in range(ROUNDS)}
    assert {post.source for post in replies} == said
    call_command("check_invariants")
    log = pooled.log.read_text()
    assert "prepared statement" not in log and '"level": "error"' not in log
    assert 1 <= connections_held(pooled) <= POOLED


def connections_held(pooled: Pooled) -> int:
    """How many connections to PostgreSQL the pooler holds for the database of this test."""
    address = f"postgresql://{ROLE}@127.0.0.1:{pooled.pooler}/pgbouncer"
    with psycopg.connect(address, autocommit=True, cursor_factory=psycopg.ClientCursor) as console:
        pools = console.cursor(row_factory=dict_row).execute("SHOW POOLS").fetchall()
    (pool,) = [one for one in pools if one["database"] == connection.settings_dict["NAME"]]
    assert pool["pool_mode"] == "transaction"
    return sum(int(pool[state]) for state in ("sv_active", "sv_idle", "sv_used"))


def test_someone_signs_in_over_the_pooler(pooled: Pooled) -> None:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        person = make_person()
    token = headers_of(person)
    cookie = token["Cookie"].partition("; ")[2]
    form = {"login": f"{person.handle}@example.org", "password": PASSWORD}
    status, there = ask(pooled, reverse("account_login"), form, **{**token, "Cookie": cookie})
    assert (status, there) == (302, "/")
    assert ask(pooled, "/health/ready") == (200, '{"status": "ok"}')


def test_a_worker_with_a_direct_address_does_what_a_pooled_page_asked_for(pooled: Pooled) -> None:
    board = make_topic().home_board
    moderator = make_member(board.community, role=Role.MODERATOR)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="list.mbox"\r\n\r\n'
        + mail()
        + b"\r\n--x--\r\n"
    )
    client = HTTPConnection("127.0.0.1", pooled.web, timeout=60)
    sent = {"Host": HOST, "X-Forwarded-Proto": "https", "Content-Type": "multipart/form-data; boundary=x"}
    page = reverse("imports", args=[board.community.slug, board.slug])
    client.request("POST", page, body, {**sent, **headers_of(moderator)})
    assert client.getresponse().status == 302

    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "WEFT_DATABASE_URL": database_url_under_test(),
    }
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--queues", "imports", "--one-shot"]
    subprocess.run(command, cwd=CHECKOUT, env=environment, check=True, timeout=120, capture_output=True)
    run = ImportRun.objects.get()
    assert (run.state, run.imported_count) == (ImportRun.State.FINISHED, 1)
