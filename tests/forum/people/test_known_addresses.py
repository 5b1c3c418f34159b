"""Who asks with somebody's address does not learn whether there is an account, wherever that can be kept from them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client

from forum.people.models import Person
from tests.factories import make_person

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "known@example.org", "absent@example.org"
METHODS = ("none", "optional", "mandatory")


@pytest.fixture
def holder() -> Person:
    person = make_person("Ada Byrne", email=KNOWN)
    EmailAddress.objects.create(user=person, email=KNOWN, verified=True, primary=True)
    return person


def told(address: str, where: str, **more: str) -> list[Any]:
    """All that a browser gets to see: statuses, places and pages, but for the address it sent and its token."""
    client = Client()
    answer = client.post(where, {"email": address, **more}, follow=True)
    page = re.sub(
        r'(csrfmiddlewaretoken" value|"X-CSRFToken"|data-csrf)[:=] ?"[^"]*"', "", answer.content.decode()
    )
    cookies = sorted(client.cookies)
    return [answer.redirect_chain, answer.status_code, page.replace(address, "an address"), cookies]


def sign_up(address: str) -> list[Any]:
    return told(address, "/accounts/signup/", display_name="Ada Byrne", password1="correct horse battery")


def test_where_addresses_must_be_confirmed_signing_up_tells_nothing(holder: Person, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    assert sign_up(KNOWN) == sign_up(UNKNOWN)
    assert [(sent.to, "confirm" in sent.body.lower()) for sent in mail.outbox] == [
        ([KNOWN], False),
        ([UNKNOWN], True),
    ]
    assert list(
        Person.objects.filter(email__in=[KNOWN, UNKNOWN]).order_by("pk").values_list("email", flat=True)
    ) == [
        KNOWN,
        UNKNOWN,
    ]


def test_signing_up_hashes_a_password_for_a_known_address_too(
    holder: Person, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes long in signing up takes as long either way."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    hashed: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda self, password, salt: hashed.append(salt) or encode(self, password, salt)
    )
    counts = []
    for address in (KNOWN, UNKNOWN):
        hashed.clear()
        sign_up(address)
        counts.append(len(hashed))
    assert counts == [1, 1]


@pytest.mark.parametrize("method", ["none", "optional"])
def test_where_one_is_let_in_at_once_signing_up_says_that_the_address_is_taken(
    holder: Person, settings: Any, method: str
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = method
    known, unknown = sign_up(KNOWN), sign_up(UNKNOWN)
    assert ("already registered" in known[2], unknown[0][-1]) == (True, ("/", 302))
    assert Person.objects.filter(email=KNOWN).count() == 1


@pytest.mark.parametrize("method", METHODS)
def test_asking_for_a_new_password_tells_nothing(holder: Person, settings: Any, method: str) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = method
    assert told(KNOWN, "/accounts/password/reset/") == told(UNKNOWN, "/accounts/password/reset/")
    assert [sent.to for sent in mail.outbox] == [[KNOWN], [UNKNOWN]]
    assert ["/password/reset/key/" in sent.body for sent in mail.outbox] == [True, False]


@pytest.mark.parametrize("method", METHODS)
def test_a_wrong_password_tells_nothing(holder: Person, settings: Any, method: str) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = method
    answers = [
        told(address, "/accounts/login/", login=address, password="not this one at all")
        for address in (KNOWN, UNKNOWN)
    ]
    assert answers[0] == answers[1]
