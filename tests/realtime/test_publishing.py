"""Telling Redis from any process: after the commit, briefly, and never at the price of what was written."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import redis
from django.conf import LazySettings, settings
from django.db import transaction

from forum.chat.actions.sending import send_message
from forum.chat.models import Message, Room
from forum.people.models import Person
from realtime import publishing
from realtime.publishing import (
    Publisher,
    notices_channel,
    room_channel,
    tell_processes,
    tell_processes_surely,
)
from tests.realtime.own_redis import OwnRedis


@pytest.fixture
def listener() -> Iterator[redis.client.PubSub]:
    with redis.Redis.from_url(settings.REDIS_URL) as client, client.pubsub() as pubsub:
        yield pubsub


def told(listener: redis.client.PubSub) -> list[bytes]:
    """What comes within a moment, without the confirmations."""
    found = []
    while (message := listener.get_message(timeout=0.3)) is not None:
        if message["type"] == "message":
            found.append(message["data"])
    return found


def test_an_event_is_told_once_it_is_committed_and_not_before(
    room: Room, ada: Person, listener: redis.client.PubSub
) -> None:
    listener.subscribe(room_channel(room.pk))
    with transaction.atomic():
        send_message(author=ada, room=room, client_id=uuid4(), body="Soon.")
        assert told(listener) == []
    assert [b'"seq":1' in each for each in told(listener)] == [True]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_message(author=ada, room=room, client_id=uuid4(), body="Never.")
        raise ZeroDivisionError
    assert told(listener) == []


def test_moderators_have_a_channel_of_their_own_and_processes_one_for_notices(
    listener: redis.client.PubSub,
) -> None:
    assert len({room_channel(1), room_channel(1, 1), room_channel(2), notices_channel()}) == 4
    listener.subscribe(notices_channel())
    assert tell_processes({"person": 7})
    assert told(listener) == [b'{"person": 7}']


@pytest.mark.parametrize("trouble", ["gone", "silent"])
def test_a_redis_that_does_not_answer_costs_a_second_once_and_no_message(
    room: Room,
    ada: Person,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    trouble: str,
) -> None:
    place = str(tmp_path / "redis.sock")
    with socket.socket(socket.AF_UNIX) as silent:
        if trouble == "silent":
            silent.bind(place)
            silent.listen()
        monkeypatch.setattr(publishing, "_publisher", Publisher())
        settings.REDIS_URL = f"unix://{place}"
        began = time.monotonic()
        for _ in range(5):
            send_message(author=ada, room=room, client_id=uuid4(), body="Kept all the same.")
        assert time.monotonic() - began < 1.5
    assert Message.objects.filter(room=room).count() == 5


def test_a_notice_that_redis_does_not_take_is_told_again(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = OwnRedis(tmp_path)
    own.start()
    try:
        monkeypatch.setattr(publishing, "_publisher", Publisher())
        settings.REDIS_URL = own.url
        with own.client().pubsub() as listener:
            listener.subscribe(notices_channel())
            assert told(listener) == []
            own.freeze()
            began = time.monotonic()
            for person in (7, 8):
                tell_processes_surely({"person": person})
            assert time.monotonic() - began < 1.5
            own.thaw()
            deadline, heard = time.monotonic() + 8, set()
            while len(heard) < 2 and time.monotonic() < deadline:
                heard.update(told(listener))
        assert heard == {b'{"person": 7}', b'{"person": 8}'}
    finally:
        own.kill()
