"""Production on one machine, for real: nginx in front of the Procfile's own processes."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.urls import reverse

from config.embedded.places import CHECKOUT
from forum.communities.models import Role
from forum.discussions.models import Board
from forum.importing.models import ImportRun
from tests.deployment.processes import HOST, free_port, headers_of, process, production, wait_for
from tests.factories import make_board, make_member, make_person
from tests.forum.importing.mails import mail

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("proxy"),
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed on this machine"),
]

ARCHIVE_MEGABYTES = 27


@dataclass(frozen=True)
class Ports:
    """Where the processes listen on 127.0.0.1."""

    proxy: int
    web: int


@pytest.fixture(scope="module")
def ports(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """nginx in front of the web and live processes."""
    folder = tmp_path_factory.mktemp("proxy")
    web, live, port = free_port(), free_port(), free_port()
    environment = production(
        folder / "static",
        DJANGO_SETTINGS_MODULE="tests.deployment.proxied_settings",
        WEFT_TRUSTED_PROXIES="2",
        WEFT_WEB_PORT=str(web),
        WEFT_LIVE_PORT=str(live),
        WEFT_ARCHIVE_MAX_MEGABYTES=str(ARCHIVE_MEGABYTES),
    )
    with ExitStack() as stack:
        for name, inner in (("web", web), ("live", live)):
            stack.enter_context(process(["deploy/process", name], environment))
            wait_for(inner)
        configuration = write_configuration(folder, "plain", port, web, live)
        stack.enter_context(process(["nginx", "-c", str(configuration), "-g", "daemon off;"], environment))
        wait_for(port)
        yield Ports(proxy=port, web=web)


@pytest.fixture
def proxy(ports: Ports) -> int:
    """The port of nginx."""
    return ports.proxy


def write_configuration(folder: Path, variant: str, port: int, web: int, live: int) -> Path:
    """What the proxy's container makes of the templates, with a frame that suits any account."""
    (folder / "media").mkdir(exist_ok=True)
    (folder / "media" / "cat.png").write_bytes(b"\x89PNG a cat")
    values = {
        "WEFT_RESOLVER": "",
        "WEFT_WEB_SERVER": f"127.0.0.1:{web}",
        "WEFT_LIVE_SERVER": f"127.0.0.1:{live}",
        "WEFT_PROXY_PORT": f"127.0.0.1:{port}",
        "WEFT_PROXY_TLS_PORT": f"127.0.0.1:{port + 1}",
        "WEFT_PROXY_CONF": str(folder),
        "WEFT_TLS_DIR": str(folder),
        "WEFT_MEDIA_ACCEL_PREFIX": "/internal-media/",
        "WEFT_MEDIA_ROOT": str(folder / "media"),
        "WEFT_ARCHIVE_MAX_MEGABYTES": str(ARCHIVE_MEGABYTES),
        **limits(),
    }
    names = {"upstreams": "upstreams.conf", "locations": "locations.inc", variant: "default.conf"}
    for template, name in names.items():
        text = (CHECKOUT / "deploy" / "nginx" / f"{template}.template").read_text()
        (folder / name).write_text(re.sub(r"\$\{(\w+)\}", lambda found: values[found.group(1)], text))
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    frame = folder / "nginx.conf"
    frame.write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{}} http {{ access_log off; {temporary}\n"
        f"include {folder}/upstreams.conf; include {folder}/default.conf; }}\n"
    )
    return frame


def limits() -> dict[str, str]:
    """What the proxy's container adds to its environment, which names the largest files."""
    script = f"set -eu; . {CHECKOUT}/deploy/nginx/limits.envsh; env"
    files = {"WEFT_UPLOAD_MAX_MEGABYTES": "1", "WEFT_ARCHIVE_MAX_MEGABYTES": str(ARCHIVE_MEGABYTES)}
    told = subprocess.run(["sh", "-c", script], env=files, check=True, capture_output=True, text=True).stdout
    return dict(line.split("=", 1) for line in told.splitlines() if "_REQUEST_MAX_" in line)


def ask(
    port: int, path: str, method: str = "GET", body: bytes | Iterator[bytes] | None = None, **headers: str
) -> HTTPResponse:
    client = HTTPConnection("127.0.0.1", port, timeout=30)
    sent = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    client.request(method, path, body=body, headers={**sent, **headers})
    return client.getresponse()


def test_pages_know_who_asks_and_that_it_is_safe(proxy: int) -> None:
    answer = ask(proxy, "/who/", **{"X-Forwarded-For": "198.51.100.66, 203.0.113.9"})
    assert (answer.status, answer.read()) == (
        200,
        b'{"address": "203.0.113.9", "secure": true, "host": "forum.example.org"}',
    )
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_pages_asked_for_without_https_are_sent_there(proxy: int) -> None:
    answer = ask(proxy, "/who/", **{"X-Forwarded-Proto": "http"})
    assert (answer.status, answer.headers["Location"]) == (301, "https://forum.example.org/who/")


def test_pages_and_scripts_are_compressed(proxy: int) -> None:
    page = ask(proxy, "/long/", **{"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.read()) == b"weft " * 4000
    sheet = ask(proxy, "/static/admin/css/base.css", **{"Accept-Encoding": "gzip"})
    assert (sheet.status, sheet.headers["Content-Encoding"]) == (200, "gzip")


def test_a_body_that_is_too_large_is_refused_at_the_door_with_a_sentence(proxy: int) -> None:
    fits = ask(proxy, "/echo/", "POST", b"x" * 3_100_000)
    assert (fits.status, fits.read()) == (200, b"3100000")
    refused = ask(proxy, "/echo/", "POST", b"x" * 3_200_000)
    assert (refused.status, refused.read()) == (
        413,
        b"This is too large: at most 3 MB fit into one request.\n",
    )


@pytest.fixture
def board(db: None) -> Board:
    return make_board()


def send_archive(
    port: int, board: Board, megabytes: int, *, chunked: bool = False, **headers: str
) -> tuple[int, str]:
    """The status and the words, or the next address, with which an mbox of this size is answered."""
    letters = mail(b"A line of a letter that somebody wrote.\n" * 26_000)
    archive = letters * (megabytes * 1024 * 1024 // len(letters) + 1)
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="list.mbox"\r\n\r\n'
    body = head + archive[: megabytes * 1024 * 1024] + b"\r\n--x--\r\n"
    page = reverse("imports", args=[board.community.slug, board.slug])
    headers["Content-Type"] = "multipart/form-data; boundary=x"
    answer = ask(port, page, "POST", iter([body]) if chunked else body, **headers)
    return answer.status, answer.headers["Location"] or answer.read().decode()


@pytest.mark.parametrize("door", ["proxy", "web"])
def test_the_archive_of_ten_years_comes_in_and_a_larger_one_is_refused_with_a_sentence(
    ports: Ports, board: Board, door: str
) -> None:
    port: int = getattr(ports, door)
    moderator = headers_of(make_member(board.community, role=Role.MODERATOR))
    status, there = send_archive(port, board, ARCHIVE_MEGABYTES, **moderator)  # and a form around it
    assert status == 302, there
    run = ImportRun.objects.get()
    assert (there, run.file.size) == (run.get_absolute_url(), ARCHIVE_MEGABYTES * 1024 * 1024)
    run.file.delete()
    status, words = send_archive(port, board, 30, **moderator)
    assert (status, words.strip()) == (
        413,
        "This archive is too large: at most 27 MB can be uploaded. Pack it with gzip, split it by year, or ask who "
        "runs this site to import it on the server.",
    )


def test_the_proxy_takes_an_archive_from_nobody_but_moderators(ports: Ports, board: Board) -> None:
    headers = [headers_of(make_member(board.community)), headers_of(make_person()), {}]
    sentence = "Only moderators can import here. Sign in as one of them and send the archive again.\n"
    for who in headers:
        assert send_archive(ports.proxy, board, 8, **who) == (403, sentence)
    assert send_archive(ports.proxy, board, 8, chunked=True, **headers[0]) == (403, sentence)
    moderator = headers_of(make_member(board.community, role=Role.MODERATOR))
    assert send_archive(ports.proxy, board, 8, chunked=True, **moderator)[0] == 302
    ImportRun.objects.get().file.delete()
    board.slug = "nowhere"
    assert send_archive(ports.proxy, board, 8, **headers[0]) == (403, sentence)


def test_a_process_reads_an_archive_of_nobody_but_moderators(ports: Ports, board: Board) -> None:
    status, there = send_archive(ports.web, board, 20)
    assert (status, there.startswith("/accounts/login/")) == (302, True)
    assert send_archive(ports.web, board, 20, **headers_of(make_member(board.community)))[0] == 403
    assert ImportRun.objects.count() == 0


def test_to_look_at_the_page_of_imports_is_left_to_the_application(proxy: int, board: Board) -> None:
    page = reverse("imports", args=[board.community.slug, board.slug])
    moderator = headers_of(make_member(board.community, role=Role.MODERATOR))
    assert ask(proxy, page, **moderator).status == 200
    assert ask(proxy, page).headers["Location"] == f"/accounts/login/?next={page}"
    assert "Only moderators of this board" in ask(proxy, page, **headers_of(make_person())).read().decode()
    assert ask(proxy, "/internal-import-allowed").status == 404
    assert ask(proxy, "/internal-import-page").status == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_nothing_long_comes_in_at_that_page_by_another_method(proxy: int, board: Board, method: str) -> None:
    page = reverse("imports", args=[board.community.slug, board.slug])
    for who in ({}, headers_of(make_member(board.community, role=Role.MODERATOR))):
        assert ask(proxy, page, method, b"x" * 8_000_000, **who).status == 413


def test_an_upload_is_sent_by_the_proxy_with_its_protection_and_only_on_the_application_s_word(
    proxy: int,
) -> None:
    answer = ask(proxy, "/upload/")
    names = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert (answer.status, answer.read(), [answer.headers[name] for name in names]) == (
        200,
        b"\x89PNG a cat",
        ["image/png", "attachment", "nosniff", "default-src 'none'; sandbox"],
    )
    assert ask(proxy, "/internal-media/cat.png").status == 404


def test_a_socket_passes_the_proxy(proxy: int) -> None:
    with socket.create_connection(("127.0.0.1", proxy), timeout=20) as client:
        head = [
            "GET /ws/nowhere/ HTTP/1.1",
            f"Host: {HOST}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
            "Sec-WebSocket-Version: 13",
            f"Origin: https://{HOST}",
            "X-Forwarded-Proto: https",
        ]
        client.sendall("\r\n".join([*head, "", ""]).encode())
        stream = client.makefile("rb")
        assert stream.readline() == b"HTTP/1.1 101 Switching Protocols\r\n"
        while stream.readline().strip():
            pass
        assert stream.read(4)[2:] == (4404).to_bytes(2, "big")


def test_both_variants_are_valid_nginx(proxy: int, tmp_path: Path) -> None:
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            f"/CN={HOST}",
            "-keyout",
            "privkey.pem",
            "-out",
            "fullchain.pem",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    frame = write_configuration(tmp_path, "tls", free_port(), 8001, 8002)
    checked = subprocess.run(["nginx", "-t", "-c", frame], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
