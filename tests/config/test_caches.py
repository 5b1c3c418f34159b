"""Without Redis pages and talk go on, and what is guarded by a count stays closed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from forum.chat.actions.sending import send_message
from forum.chat.models import Message, Room
from forum.core.limits import Limit, spend
from forum.core.verdicts import TooMany
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person
from tests.factories.people import PASSWORD
from tests.realtime.own_redis import OwnRedis

OURS = {"BACKEND": "config.caches.SharedCache", "OPTIONS": {"socket_timeout": 2}}


@pytest.fixture
def away() -> Iterator[None]:
    """A Redis that never answers; each test has one of its own."""
    place = {**OURS, "LOCATION": f"redis://127.0.0.1:1/0?client_name={uuid4().hex}"}
    with override_settings(CACHES={"default": place}):
        yield


@pytest.mark.usefixtures("away")
def test_what_is_away_is_as_good_as_empty() -> None:
    cache.set("one", 1)
    cache.set_many({"one": 1, "two": 2})
    assert (cache.get("one"), cache.get("one", 7), cache.get_many(["one", "two"])) == (None, 7, {})
    assert (cache.add("one", 1), cache.delete("one")) == (False, False)
    with pytest.raises(ConnectionError):
        cache.incr("one")


@pytest.mark.usefixtures("away")
def test_rates_are_counted_in_the_process_meanwhile() -> None:
    limit, other = Limit(uuid4().hex, 3, 3600), Limit(uuid4().hex, 3, 3600)
    for _ in range(3):
        spend(limit, 1)
    with pytest.raises(TooMany):
        spend(limit, 1)
    spend(limit, 2)
    spend(other, 1)


@pytest.mark.usefixtures("away")
def test_what_guards_a_secret_is_refused_with_a_sentence() -> None:
    with pytest.raises(TooMany) as refusal:
        spend(Limit(uuid4().hex, 3, 3600, guards_secrets=True), 1)
    assert str(refusal.value.sentence).startswith("This cannot be done at the moment.")


@pytest.mark.django_db
def test_pages_and_talk_go_on_and_signing_in_does_not(away: None, client: Client) -> None:
    community = make_community()
    person: Person = make_member(community, make_person("Ada"))
    room = Room.objects.select_related("community").get(community=community)
    client.force_login(person)
    message = send_message(author=person, room=room, client_id=uuid4(), body="Without Redis.")
    for address in (reverse("home"), community.get_absolute_url(), room.get_absolute_url()):
        assert client.get(address).status_code == 200, address
    events = client.get(reverse("room-events", args=[room.pk])).json()["events"]
    assert [each["d"]["id"] for each in events] == [message.pk]
    written = client.post(
        reverse("message-send", args=[room.pk]), {"text": "By a form.", "client_id": uuid4()}
    )
    assert (written.status_code, Message.objects.filter(room=room).count()) == (302, 2)

    stranger = Client()
    answer = stranger.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert (answer.status_code, "_auth_user_id" in stranger.session) == (429, False)


def test_what_was_to_be_deleted_is_deleted_before_anything_is_read_again(tmp_path: Path) -> None:
    redis = OwnRedis(tmp_path)
    redis.start()
    try:
        with override_settings(CACHES={"default": {**OURS, "LOCATION": redis.url}}):
            cache.set_many({"one": 1, "two": 2, "three": 3})
            redis.freeze()
            began = time.monotonic()
            cache.delete("one")
            cache.delete_many(["two"])
            assert cache.get("three") is None
            assert time.monotonic() - began < 3  # one wait, not one for each
            redis.thaw()
            time.sleep(2.1)  # nothing is tried for two seconds
            assert cache.get_many(["one", "two", "three"]) == {"three": 3}
    finally:
        redis.kill()
