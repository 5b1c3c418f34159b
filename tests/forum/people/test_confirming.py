"""Confirming the address: what one reads before and after, where it leads, and what reminds of it."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.core.limits import SETTING
from forum.network.models import Network
from forum.people.actions.applications import turn_away_person
from forum.people.models import Application
from tests.factories import make_person, make_steward
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/signup/"
TYPED = {"display_name": "Ada Byrne", "email": "ada@uni.example", "password1": "correct horse battery"}
ENTERED = {"login": TYPED["email"], "password": TYPED["password1"]}
SEND = "/settings/address/send-again/"
REMINDED = "<b>ada@uni.example</b> is not confirmed yet."
FOLLOW = "follow the link in the mail that we sent you"


def say(sign_up: str, **more: Any) -> None:
    Network.objects.update_or_create(pk=1, defaults={"sign_up": sign_up, **more})


def link() -> str:
    found = re.search(r"http://testserver(/accounts/confirm-email/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def page_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def came_in(address: str, *, is_confirmed: bool) -> Client:
    person = make_person(email=address)
    EmailAddress.objects.create(user=person, email=address, verified=is_confirmed, primary=True)
    client = Client()
    client.post("/accounts/login/", {"login": address, "password": PASSWORD})
    client.get("/settings/")  # reads what was said while they came in
    return client


def forget_limits() -> None:
    cache.clear()  # the library sends one mail in three minutes


# Where a steward has to agree ------------------------------------------------------------------------------


def test_who_waits_for_a_steward_confirms_and_reads_what_comes_next(client: Client) -> None:
    say("approval")
    asked = page_of(client.post(SIGN_UP, TYPED | {"reason": "I teach nurses."}, follow=True))
    confirmed = client.post(link(), follow=True)
    page = page_of(confirmed)
    assert confirmed.redirect_chain == [("/accounts/inactive/", 302)]
    assert ("A steward reads it now" in page, "ada@uni.example is confirmed." in page) == (True, True)
    assert (FOLLOW in asked, FOLLOW in page, "You hear of it by mail" in page) == (True, False, True)


def test_signing_in_then_says_to_follow_the_link_only_until_it_was_followed(client: Client) -> None:
    say("approval")
    client.post(SIGN_UP, TYPED | {"reason": "I teach nurses."})
    before = page_of(Client().post("/accounts/login/", ENTERED, follow=True))
    client.post(link())
    after = page_of(Client().post("/accounts/login/", ENTERED, follow=True))
    assert ["A steward reads it now" in page for page in (before, after)] == [True, True]
    assert [FOLLOW in page for page in (before, after)] == [True, False]


def test_who_was_turned_away_learns_nothing_new_from_the_link(client: Client) -> None:
    say("approval")
    client.post(SIGN_UP, TYPED | {"reason": "I teach nurses."})
    turn_away_person(steward=make_steward(), application=Application.objects.get(), answer="Not here.")
    assert client.post(link())["Location"] == "/accounts/login/"


# Back to where one set out ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "leads_to"), [("/c/looms/", "/c/looms/"), ("https://evil.example/", "/"), ("", "/")]
)
def test_the_link_leads_back_to_where_one_set_out_to_join(client: Client, there: str, leads_to: str) -> None:
    joined = client.post(SIGN_UP, TYPED | {"next": there})
    assert joined["Location"] == leads_to
    assert client.post(link())["Location"] == leads_to


def test_it_leads_there_once_and_in_another_browser_to_signing_in(client: Client) -> None:
    client.post(SIGN_UP, TYPED | {"next": "/c/looms/"})
    assert Client().post(link())["Location"] == "/accounts/login/"
    EmailAddress.objects.update(verified=False)
    assert client.post(link())["Location"] == "/c/looms/"
    EmailAddress.objects.update(verified=False)
    assert client.post(link())["Location"] == "/"


@pytest.mark.parametrize("there", ["", "/c/spinning/"])
def test_nobody_is_led_to_where_somebody_else_set_out_in_the_same_browser(client: Client, there: str) -> None:
    say("domains", mail_domains=["uni.example"])
    client.post(SIGN_UP, TYPED | {"next": "/c/looms/"})
    theirs = link()
    client.post(SIGN_UP, TYPED | {"display_name": "Bo", "email": "bo@uni.example", "next": there})
    own = link()
    assert client.post(own)["Location"] == "/accounts/login/" + ("?next=%2Fc%2Fspinning%2F" if there else "")
    assert client.post(theirs)["Location"] == "/accounts/login/"


def test_where_one_has_to_confirm_first_signing_in_leads_there(client: Client) -> None:
    say("domains", mail_domains=["uni.example"])
    client.post(SIGN_UP, TYPED | {"next": "/c/looms/"})
    there = client.post(link())["Location"]
    assert there == "/accounts/login/?next=%2Fc%2Flooms%2F"
    assert client.post(there, ENTERED | {"next": "/c/looms/"})["Location"] == "/c/looms/"


# What reminds of it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["/", "/settings/"])
def test_who_has_not_confirmed_is_reminded_until_they_have(client: Client, page: str) -> None:
    client.post(SIGN_UP, TYPED)
    first = page_of(client.get(page))  # it says already that a mail was sent
    later = page_of(client.get(page))
    Client().post(link())
    assert [REMINDED in each for each in (first, later, page_of(client.get(page)))] == [False, True, False]
    assert client.session.get("address_unconfirmed") is None


def test_the_reminder_is_for_nobody_else_and_costs_who_is_confirmed_no_query() -> None:
    unconfirmed = came_in("ada@uni.example", is_confirmed=False)
    confirmed = came_in("bo@uni.example", is_confirmed=True)

    def queries(client: Client) -> tuple[int, bool]:
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            page = page_of(client.get("/"))
        return sum(
            "account_emailaddress" in str(query["sql"]) for query in asked
        ), "not confirmed yet" in page

    assert (queries(unconfirmed), queries(confirmed)) == ((1, True), (0, False))


def test_the_mail_is_sent_again_and_the_page_says_so(client: Client) -> None:
    client = came_in("ada@uni.example", is_confirmed=False)
    forget_limits()
    mail.outbox.clear()
    sent = client.post(SEND, {"next": "/settings/"}, follow=True)
    at_once = client.post(SEND, {"next": "https://evil.example/"}, follow=True)
    assert [each.to for each in mail.outbox] == [["ada@uni.example"]]
    assert (sent.redirect_chain, at_once.redirect_chain) == ([("/settings/", 302)], [("/", 302)])
    assert "We sent a link to ada@uni.example." in page_of(sent)
    assert "We sent a mail to ada@uni.example a moment ago." in page_of(at_once)
    client.post(link())
    assert "Your address is confirmed already." in page_of(client.post(SEND, follow=True))


def test_who_asks_for_the_mail_too_often_is_told_so(client: Client) -> None:
    client.force_login(make_person())
    with time_machine.travel(datetime.now(UTC), tick=False):
        answers = [client.post(SEND).status_code for _ in range(SETTING.times + 1)]
    assert answers == [302] * SETTING.times + [429]


def test_only_who_is_signed_in_asks_for_the_mail(client: Client) -> None:
    assert client.post(SEND)["Location"] == f"/accounts/login/?next={SEND}"
    assert (client.get(SEND).status_code, mail.outbox) == (405, [])
