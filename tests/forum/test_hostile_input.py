"""Every address of ours, asked with what no form and no link of ours would send: each says so, none breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.forum.crawl_addresses import asks, named_addresses
from tests.forum.crawl_world import World, actor_for, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OURS = dict(named_addresses(import_module("forum.urls").urlpatterns))
# Whatever an address of ours reads beside its arguments, and what its forms send: searched for in the code.
ASKED = (
    *("q", "after", "before", "from", "to", "next", "sort", "tag", "in", "place", "topic", "board", "reply"),
    *("quote", "community", "state", "show", "kind", "joining", "region", "language", "interest", "which"),
    *("order", "all", "text", "format"),
)
HOSTILE = (
    "a\x00b",
    "9" * 400,
    "\N{ARABIC-INDIC DIGIT THREE}\N{PILE OF POO}" * 1_000,
    "9999-12-31T23:59:59-12:00_999999999999999999",
    "[](\\.*+?^${}|%s%(a)s{0}\n\r\"'><" + "(" * 2_000,
)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.mark.parametrize("role", ["facilitator", "steward"])
def test_what_nobody_would_type_into_an_address_breaks_nothing(world: World, role: str) -> None:
    client = _signed_in(world, role)
    broken = [
        (name, value[:30])
        for name, url in _once_each(world)
        for value in HOSTILE
        if client.get(url, dict.fromkeys(ASKED, value[:2000])).status_code >= 500
    ]
    assert broken == []


@pytest.mark.parametrize("role", ["facilitator", "steward"])
def test_what_nobody_would_send_in_a_form_breaks_nothing(world: World, role: str) -> None:
    client, broken = _signed_in(world, role), []
    for name, wanted in OURS.items():
        for ask in asks(world, name, wanted)[:1]:
            url = reverse(name, kwargs=ask.arguments)
            for form in _forms(ask.form):
                cache.clear()
                with transaction.atomic():
                    if client.post(url, form).status_code >= 500:
                        broken.append((name, {key: str(value)[:30] for key, value in form.items()}))
                    transaction.set_rollback(True)
    assert broken == []


@pytest.mark.parametrize("role", ["steward"])
def test_arguments_that_are_nobodys_break_nothing(world: World, role: str) -> None:
    client, broken = _signed_in(world, role), []
    for name, url in _once_each(world):
        for hostile in ("%00", "a%00b", "9" * 18, "9" * 30, "%F0%9F%92%A9", "%FF", "x" * 3000, "..%2F.."):
            for strange in _with_each_part(url, hostile):
                if client.get(strange).status_code >= 500:
                    broken.append((name, strange[:80]))
    assert broken == []


def _forms(good: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The form with what nobody would type in all of its fields, with a file that is none, and with nothing."""
    names = {*good, "text", "title", "reason", "handle", "email", "name", "part", "step", "role", "answer"}
    for value in HOSTILE:
        yield dict.fromkeys(names, value)
    yield {**good, "file": SimpleUploadedFile("a\x00../../b.csv", b"\x00\xff\xfe\x89PNG", "image/png")}
    yield {}


def _once_each(world: World) -> Iterator[tuple[str, str]]:
    for name, wanted in OURS.items():
        for ask in asks(world, name, wanted)[:1]:
            yield name, reverse(name, kwargs=ask.arguments)


def _with_each_part(url: str, hostile: str) -> Iterator[str]:
    parts = [place for place, part in enumerate(url.split("/")) if re.search(r"[a-z0-9]", part)]
    for place in parts:
        changed = url.split("/")
        changed[place] = hostile
        yield "/".join(changed)


def _signed_in(world: World, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "visitor":
        client.force_login(actor_for(world, role))  # type: ignore[arg-type]  # only visitors are nobody
    return client
