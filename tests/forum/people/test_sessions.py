"""People see where they are signed in, and sign other browsers out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.core.verdicts import Refused
from forum.people.actions.sessions import end_session
from forum.people.devices import browser_in_words
from forum.people.models import Person
from tests.factories import make_person
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
PAGE = "/settings/sessions/"


def come_in(person: Person, user_agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": user_agent})
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0",
            "Samsung Internet on Android",
        ),
        ("curl/8.5.0", "An unknown browser"),
        ("", "An unknown browser"),
        ("<script>alert(1)</script>", "An unknown browser"),
    ],
)
def test_a_browser_is_called_what_people_call_it(user_agent: str, words: str) -> None:
    assert browser_in_words(user_agent) == words


def test_one_sees_where_one_is_signed_in_and_nobody_elses() -> None:
    person, other = make_person(), make_person()
    come_in(other, "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0")
    come_in(person, SAFARI)
    page = come_in(person).get(PAGE).content.decode().partition('class="ways"')[2]
    found = re.findall(r"<b>([^<]+)</b>( <span class=\"badge is-good\">this one</span>)?", page)
    assert [(browser, bool(this_one)) for browser, this_one in found] == [
        ("Firefox on Windows", True),
        ("Safari on iPhone", False),
    ]
    assert "127.0.0.1" in page


def test_one_browser_is_signed_out_at_once() -> None:
    person = make_person()
    phone, desk = come_in(person, SAFARI), come_in(person)
    key = UserSession.objects.get(session_key=phone.session.session_key).pk
    desk.post(f"{PAGE}{key}/end/")
    assert (is_in(phone), is_in(desk)) == (False, True)
    assert "Safari" not in desk.get(PAGE).content.decode()


def test_all_others_are_signed_out_at_once() -> None:
    person, other = make_person(), make_person()
    stranger = come_in(other)
    phone, desk, home = come_in(person, SAFARI), come_in(person), come_in(person)
    page = home.post(f"{PAGE}others/end/", follow=True).content.decode()
    assert [is_in(each) for each in (phone, desk, home, stranger)] == [False, False, True, True]
    assert "2 other browsers are signed out." in page


def test_nobody_signs_out_somebody_else() -> None:
    person, other = make_person(), make_person()
    theirs, mine = come_in(other), come_in(person)
    session = UserSession.objects.get(user=other)
    assert mine.post(f"{PAGE}{session.pk}/end/").status_code == 404
    with pytest.raises(Refused, match="Only you"):
        end_session(actor=person, session=session)
    assert is_in(theirs)


def test_signing_out_this_one_leads_home() -> None:
    client = come_in(make_person())
    answer = client.post(f"{PAGE}{UserSession.objects.get().pk}/end/")
    assert (answer["Location"], is_in(client)) == ("/", False)


def test_a_new_password_ends_every_other_session() -> None:
    person = make_person()
    phone, desk = come_in(person, SAFARI), come_in(person)
    new = "a quite different one"
    desk.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (is_in(phone), is_in(desk)) == (False, True)
    assert [row.session_key for row in UserSession.objects.filter(user=person)] == [desk.session.session_key]


def test_a_password_that_was_reset_ends_every_session() -> None:
    person = make_person()
    phone = come_in(person, SAFARI)
    reset = Client()
    reset.post("/accounts/password/reset/", {"email": person.email})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link
    form = reset.get(link.group(1), follow=True).redirect_chain[-1][0]
    new = "a quite different one"
    reset.post(form, {"password1": new, "password2": new})
    assert (is_in(phone), UserSession.objects.filter(user=person).count()) == (False, 0)


def test_a_session_that_was_noted_nowhere_shows_as_this_one(client: Client) -> None:
    client.force_login(make_person())
    page = client.get(PAGE).content.decode()
    assert (page.count("this one"), "You are signed in nowhere else." in page) == (1, True)


def test_the_library_s_page_leads_to_ours(client: Client) -> None:
    assert client.get("/accounts/sessions/").url == PAGE


def test_noting_sessions_costs_no_page_a_query(client: Client) -> None:
    """A page costs as much in a session that is noted as in one that is not."""
    person = make_person()
    client.force_login(person)
    counts = []
    for each in (client, come_in(person)):
        each.get("/settings/")
        with CaptureQueriesContext(connection) as captured:
            each.get("/settings/")
        counts.append(len(captured))
    assert counts[0] == counts[1] > 0


def test_the_list_costs_the_same_for_one_and_for_many(django_assert_num_queries: Any) -> None:
    person = make_person()
    client = come_in(person)
    client.get(PAGE)
    with django_assert_num_queries(2):
        client.get(PAGE)
    for _number in range(8):
        come_in(person, SAFARI)
    with django_assert_num_queries(2):
        assert client.get(PAGE).content.decode().count("Safari on iPhone</b>") == 8
