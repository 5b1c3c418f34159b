"""Pages through a real daphne: what happens when many come, leave, send too much or meet a bug."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from tests.fixtures.site import Site, database_url_under_test, running_site

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("one-hop")]

THREADS = 3
NAME = "one-hop"


@pytest.fixture(scope="module")
def pages(django_db_setup: None) -> Iterator[Site]:
    url = database_url_under_test()
    named = f"{url}{'&' if '?' in url else '?'}application_name={NAME}"
    with running_site("tests.realtime.pages_settings", WEFT_DATABASE_URL=named) as site:
        yield site


def ask(
    site: Site, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    client = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    client.request(method, path, body=body, headers=headers)
    response = client.getresponse()
    answer = response.status, response.read()
    client.close()
    return answer


def connections_of_the_site() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s",
            [NAME],
        )
        return int(cursor.fetchone()[0])


def test_many_requests_at_once_share_few_threads_and_as_few_connections(pages: Site) -> None:
    with ThreadPoolExecutor(24) as readers:
        answers = list(readers.map(lambda _: ask(pages, "/slow/?seconds=0.05"), range(48)))

    assert {status for status, _ in answers} == {200}
    told = [json.loads(body) for _, body in answers]
    assert len({page["thread"] for page in told}) == THREADS
    assert len({page["backend"] for page in told}) == THREADS
    assert connections_of_the_site() == THREADS


def test_each_thread_keeps_its_one_connection_to_redis(pages: Site) -> None:
    before = connections_to_redis()
    for _ in range(2):
        with ThreadPoolExecutor(12) as readers:
            assert set(readers.map(lambda _: ask(pages, "/cached/"), range(36))) == {(200, b"asked")}
        opened = connections_to_redis() - before
        assert 1 <= len(opened) <= THREADS


def connections_to_redis() -> set[str]:
    """The ids of all connections to the database under test, without the one that counts.

    Threads of earlier tests may have left some of theirs.
    """
    with redis.from_url(settings.REDIS_URL, client_name="counting") as client:
        number = str(client.connection_pool.connection_kwargs["db"])
        return {
            one["id"] for one in client.client_list() if one["db"] == number and one["name"] != "counting"
        }


def test_forms_and_files_arrive_whole(pages: Site) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xc3\xa4\r\n'
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n'
        + b"\0" * 900_000
        + b"\r\n--x--\r\n"
    )
    answer = ask(pages, "/echo/", "POST", body, **{"Content-Type": "multipart/form-data; boundary=x"})
    assert (answer[0], json.loads(answer[1])) == (
        200,
        {"form": {"a": "ä"}, "files": {"f": 900_000}, "method": "POST"},
    )


def test_a_body_that_announces_too_much_is_refused_with_a_sentence_before_it_is_sent(pages: Site) -> None:
    with socket.create_connection(("127.0.0.1", pages.port)) as client:
        client.sendall(b"POST /echo/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999999\r\n\r\n")
        client.settimeout(10)
        answer = client.recv(4096)
    assert answer == (
        b"HTTP/1.1 413 Content Too Large\r\nContent-Type: text/plain\r\nContent-Length: 53\r\n"
        b"Connection: close\r\n\r\nThis is too large: at most 2 MB fit into one request."
    )


def form(file: bytes) -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n'
    return head + file + b"\r\n--x--\r\n"


def send(site: Site, method: str, path: str, megabytes: int) -> tuple[int, bytes]:
    body = form(b"\0" * megabytes * 1024 * 1024)
    return ask(site, path, method, body, **{"Content-Type": "multipart/form-data; boundary=x"})


def test_the_page_for_archives_takes_more_than_any_other(pages: Site) -> None:
    status, body = send(pages, "POST", "/c/a/b/import/?x=1", 4)
    assert (status, json.loads(body)["files"]) == (200, {"f": 4 * 1024 * 1024})
    too_large = (413, b"This is too large: at most 2 MB fit into one request.")
    for method, path in (
        ("POST", "/echo/?/c/a/b/import/"),
        ("POST", "/c/a/b/import"),
        ("PUT", "/c/a/b/import/"),
        ("GET", "/c/a/b/import/"),
        ("POST", "/nowhere/"),
    ):
        assert send(pages, method, path, 4) == too_large, path
    assert send(pages, "POST", "/c/a/b/import/", 7) == (
        413,
        b"This archive is too large: at most 4 MB can be uploaded. Pack it with gzip, split it by year, or ask who "
        b"runs this site to import it on the server.",
    )


def test_an_archive_that_grows_too_large_without_saying_so_is_refused(pages: Site) -> None:
    def chunked(path: str, megabytes: int) -> bytes:
        with socket.create_connection(("127.0.0.1", pages.port)) as client:
            client.sendall(
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
            )
            for _ in range(megabytes):
                client.sendall(b"100000\r\n" + b"x" * 0x100000 + b"\r\n")
            client.sendall(b"0\r\n\r\n")
            client.settimeout(10)
            return client.recv(4096)[:13]

    assert [chunked("/c/a/b/import/", megabytes) for megabytes in (4, 7)] == [
        b"HTTP/1.1 200 ",
        b"HTTP/1.1 413 ",
    ]


def test_a_chunked_body_that_grows_too_large_is_refused(pages: Site) -> None:
    with socket.create_connection(("127.0.0.1", pages.port)) as client:
        client.sendall(b"POST /echo/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(3):
            client.sendall(b"100000\r\n" + b"x" * 0x100000 + b"\r\n")
        client.settimeout(10)
        assert client.recv(4096).startswith(b"HTTP/1.1 413 ")
    assert ask(pages, "/closed/")[0] == 200


def test_a_bug_is_a_plain_500_and_the_next_request_is_served(pages: Site) -> None:
    status, body = ask(pages, "/failing/")
    assert status == 500
    assert b"a bug" not in body
    assert "ValueError: a bug" in pages.log.read_text()
    assert ask(pages, "/closed/")[0] == 200


def test_a_stream_stays_in_one_thread_on_one_connection(pages: Site) -> None:
    status, body = ask(pages, "/stream/")
    lines = body.decode().splitlines()
    assert (status, len(lines), len(set(lines))) == (200, 50, 1)


def test_a_stream_that_breaks_is_cut_off_and_not_taken_for_whole(pages: Site) -> None:
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        ask(pages, "/broken-stream/")
    assert ask(pages, "/closed/")[0] == 200


def test_asynchronous_views_and_streams_work_too(pages: Site) -> None:
    assert ask(pages, "/async-view/") == (200, b"async for AnonymousUser")
    assert ask(pages, "/async-stream/") == (200, b"0 1 2 ")


def test_a_reader_who_leaves_ends_the_stream_and_frees_its_thread(pages: Site) -> None:
    for _ in range(THREADS):
        client = http.client.HTTPConnection("127.0.0.1", pages.port, timeout=10)
        client.request("GET", "/endless/")
        client.getresponse().read(10)
        client.close()
    deadline = time.monotonic() + 20
    while json.loads(ask(pages, "/closed/")[1])["closed"] != ["endless"] * THREADS:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_request_whose_reader_left_before_its_turn_is_never_run(pages: Site) -> None:
    with ThreadPoolExecutor(THREADS) as readers:
        busy = [readers.submit(ask, pages, "/slow/?seconds=1") for _ in range(THREADS)]
        time.sleep(0.3)
        with socket.create_connection(("127.0.0.1", pages.port)) as client:
            client.sendall(b"GET /failing/?nobody-waits HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            time.sleep(0.2)
        assert [future.result()[0] for future in busy] == [200] * THREADS
    assert ask(pages, "/closed/")[0] == 200
    assert "nobody-waits" not in pages.log.read_text()


def test_a_file_is_sent_whole_with_its_length_and_every_cookie(pages: Site, tmp_path: Path) -> None:
    file = tmp_path / "big.bin"
    file.write_bytes(bytes(range(256)) * 20_000)
    client = http.client.HTTPConnection("127.0.0.1", pages.port, timeout=60)
    client.request("GET", f"/file/?path={file}")
    response = client.getresponse()
    assert response.read() == file.read_bytes()
    assert response.headers["Content-Length"] == str(file.stat().st_size)
    assert [cookie.split(";")[0] for cookie in response.headers.get_all("Set-Cookie") or []] == ["a=1", "b=2"]
    client.close()


def test_a_client_cannot_name_the_root_of_the_addresses(pages: Site) -> None:
    assert ask(pages, "/closed/", **{"Daphne-Root-Path": "/elsewhere"}) == ask(pages, "/closed/")


def test_health_is_answered_whatever_host_is_asked(pages: Site) -> None:
    assert ask(pages, "/health/live", Host="10.1.2.3") == (200, b'{"status": "ok"}')
    assert ask(pages, "/health/ready", Host="10.1.2.3") == (200, b'{"status": "ok"}')
