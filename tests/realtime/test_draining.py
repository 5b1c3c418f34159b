"""How a process with sockets ends, and what it counts until then."""

from __future__ import annotations

import signal
import time
import urllib.error
import urllib.request
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from forum.chat.models import Room
from forum.people.models import Person
from tests.fixtures.site import Site, running_site
from tests.realtime.talking import cookie_of, open_talker, say, talking

pytestmark = pytest.mark.slow


def status_of(site: Site, path: str, **headers: str) -> tuple[int, str]:
    """What a GET is answered, with the text."""
    request = urllib.request.Request(site.url + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read().decode()


@pytest.mark.parametrize("way", ["SIGTERM", "manage.py drain"])
def test_a_process_that_ends_sends_people_elsewhere_first(
    transactional_db: None, room: Room, ada: Person, settings: LazySettings, way: str
) -> None:
    settings.REDIS_PREFIX = f"{settings.REDIS_PREFIX}-ending"  # the site of other tests goes on
    with running_site(WEFT_DRAIN_SECONDS="3", WEFT_REDIS_PREFIX=settings.REDIS_PREFIX) as site:
        talkers = [open_talker(site, cookie_of(ada)) for _ in range(4)]
        for talker in talkers:
            talker.say("hello", v=1)
            talker.enter(room.pk, 0)
        began = time.monotonic()
        if way == "SIGTERM":
            site.process.send_signal(signal.SIGTERM)
        else:
            call_command("drain", stdout=StringIO())
        waits = [talker.until("drain")["in"] for talker in talkers]
        assert all(0 <= wait <= 3 for wait in waits)
        assert status_of(site, "/health/ready")[0] == 503
        assert open_talker(site, cookie_of(ada)).ending().code == 1001
        say(ada, room, "Until the end.")
        assert {talker.ending().code for talker in talkers} == {1001}
        assert site.process.wait(10) == 0
        assert time.monotonic() - began < 6


def test_a_process_without_sockets_ends_at_once(transactional_db: None) -> None:
    with running_site() as site:
        assert status_of(site, "/health/ready")[0] == 200
        began = time.monotonic()
        site.process.send_signal(signal.SIGTERM)
        assert (site.process.wait(10), time.monotonic() - began < 3) == (0, True)


def test_numbers_are_told_to_this_machine_and_to_who_brings_the_token(
    site: Site, room: Room, ada: Person
) -> None:
    with talking(site, ada) as talker:
        talker.enter(room.pk, 0)
        talker.send(room.pk, "Counted.")
        talker.heard_events(1)
        status, text = status_of(site, "/metrics")
        assert (status, "weft_sockets 1\n" in text, "weft_rooms 1\n" in text) == (200, True, True)
        assert 'weft_lag_seconds_bucket{le="+Inf"}' in text
    for word in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via"):
        assert status_of(site, "/metrics", **{word: "127.0.0.1"})[0] == 404
    with running_site(WEFT_METRICS_TOKEN="a token of ours") as closed:
        assert status_of(closed, "/metrics")[0] == 404
        assert status_of(closed, "/metrics", Authorization="Bearer another")[0] == 404
        assert status_of(closed, "/metrics", Authorization="Bearer a token of ours")[0] == 200
