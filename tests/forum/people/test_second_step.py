"""Stewards have their powers behind a second step, where the installation asks for one."""

from __future__ import annotations

import html
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.people.models import Person
from tests.factories import make_person, make_steward
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"
SETUP = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def _needed(settings: Any) -> None:
    settings.STEWARDS_NEED_SECOND_STEP = True


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def with_app(person: Person) -> Person:
    EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_steward_without_one_is_led_there_from_everywhere() -> None:
    client = signed_in(make_steward())
    for address in ("/", "/settings/", "/communities/", "/stewards/applications/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, SETUP), address
    page = html.unescape(client.get(SETUP).content.decode())
    assert "Stewards sign in with a second step. Set one up" in page


def test_what_they_send_is_refused_in_a_sentence_and_does_nothing() -> None:
    steward = make_steward()
    client = signed_in(steward)
    answer = client.post("/settings/", {"part": "reading", "reading_order": "time", "theme": "dark"})
    script = client.get("/mentions/?q=a", headers={"accept": "application/json"})
    assert (answer.status_code, "Stewards sign in with a second step" in answer.content.decode()) == (
        403,
        True,
    )
    assert (script.status_code, script.json()["say"].startswith("Stewards sign in")) == (403, True)
    assert Person.objects.get(pk=steward.pk).theme == "auto"


def test_the_way_there_and_the_way_out_are_open() -> None:
    steward = make_steward()
    client = signed_in(steward)
    open_to_them = (
        "/accounts/2fa/",
        "/accounts/email/",
        "/accounts/reauthenticate/",
        "/manifest.webmanifest",
        "/robots.txt",
    )
    assert [client.get(address).status_code for address in open_to_them] == [200, 200, 200, 200, 200]
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_with_one_all_is_open_and_without_it_at_once_closed_again() -> None:
    steward = with_app(make_steward())
    client = signed_in(steward)
    assert client.get("/stewards/applications/").status_code == 200
    Authenticator.objects.filter(user=steward, type="totp").delete()
    assert client.get("/stewards/applications/")["Location"] == SETUP


def test_recovery_codes_alone_are_no_second_step() -> None:
    steward = make_steward()
    RecoveryCodes.activate(steward)
    assert signed_in(steward).get("/")["Location"] == SETUP


@pytest.mark.parametrize("powers", [{"is_steward": True}, {"is_staff": True}, {"is_superuser": True}])
def test_everyone_with_powers_is_asked_for_one(powers: dict[str, bool]) -> None:
    assert signed_in(make_person(**powers)).get("/")["Location"] == SETUP


def test_where_it_is_not_asked_for_a_password_is_enough(settings: Any) -> None:
    settings.STEWARDS_NEED_SECOND_STEP = False
    assert signed_in(make_steward()).get("/stewards/applications/").status_code == 200


def test_it_costs_a_steward_one_query_and_nobody_else_any(settings: Any) -> None:
    more = {}
    for name, person in (("member", make_person()), ("steward", with_app(make_steward()))):
        client, counts = signed_in(person), []
        for needed in (False, True):
            settings.STEWARDS_NEED_SECOND_STEP = needed
            client.get("/settings/")
            with CaptureQueriesContext(connection) as captured:
                assert client.get("/settings/").status_code == 200
            counts.append(len(captured))
        more[name] = counts[1] - counts[0]
    assert more == {"member": 0, "steward": 1}


def test_signing_in_asks_for_the_code_and_takes_it_with_a_blank_and_once() -> None:
    steward = with_app(make_steward())
    right = {"login": steward.email, "password": PASSWORD}
    client, other = Client(), Client()
    for each in (client, other):
        assert each.post("/accounts/login/", right)["Location"] == "/accounts/2fa/authenticate/"
        assert "_auth_user_id" not in each.session
    shown = code()
    client.post("/accounts/2fa/authenticate/", {"code": f"{shown[:3]} {shown[3:]}"})
    assert client.session["_auth_user_id"] == str(steward.pk)
    again = html.unescape(other.post("/accounts/2fa/authenticate/", {"code": shown}).content.decode())
    assert ("This code is not right, or it was used already" in again, "_auth_user_id" in other.session) == (
        True,
        False,
    )


def test_codes_are_not_guessed_without_end() -> None:
    steward = with_app(make_steward())
    client = Client()
    client.post("/accounts/login/", {"login": steward.email, "password": PASSWORD})
    for _attempt in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert "Wait a quarter of an hour" in html.unescape(answer.content.decode())
    assert "_auth_user_id" not in client.session


def test_who_has_confirmed_no_address_is_told_to_do_that_first() -> None:
    steward = make_steward()
    EmailAddress.objects.create(user=steward, email=steward.email, verified=False, primary=True)
    client = signed_in(steward)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = html.unescape(client.get("/accounts/2fa/totp/activate/", follow=True).content.decode())
    assert "Confirm your mail address first" in page


def test_whose_second_step_changes_hears_of_it() -> None:
    person = with_app(make_person())
    client = signed_in(person)
    client.post("/accounts/2fa/reauthenticate/", {"code": code()})
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=person).count() == 0
    assert [sent.subject for sent in mail.outbox] == ["[Weft] A second step was switched off"]
