"""What a proxy is told before it sends people here."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from realtime.health import draining

NOWHERE = {
    "default": {
        "BACKEND": "config.caches.SharedCache",
        "LOCATION": "redis://127.0.0.1:1/0",
    }
}


@pytest.fixture
def ending() -> Iterator[None]:
    draining.set()
    yield
    draining.clear()


@pytest.mark.django_db
def test_ready_says_which_part_is_missing(client: Client) -> None:
    assert client.get("/health/ready").json() == {"status": "ok"}
    with override_settings(CACHES=NOWHERE):
        response = client.get("/health/ready")
    assert (response.status_code, json.loads(response.content)) == (
        503,
        {"status": "unavailable", "redis": "Redis does not answer."},
    )


@pytest.mark.django_db
def test_a_process_that_ends_is_alive_but_not_ready(client: Client, ending: None) -> None:
    assert client.get("/health/live").status_code == 200
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (
        503,
        {"status": "unavailable", "process": "This process is ending."},
    )
