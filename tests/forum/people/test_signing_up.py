"""Who may make an account, as the stewards have set it, and what becomes of whoever tries."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.http import HttpRequest
from django.test import Client

from forum.network.models import Network
from forum.network.selectors import Ground
from forum.people import signups
from forum.people.models import Application, Person
from forum.people.policies.signing_up import domains_in_words, is_under, may_sign_up_with
from forum.people.selectors.people import people_called, people_visible_to
from tests.factories import make_person
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/signup/"
TYPED = {"display_name": "Ada Byrne", "email": "ada@uni.example", "password1": "correct horse battery"}
CLOSED = "Joining is by invitation."


def say(sign_up: str, **more: Any) -> None:
    """As stewards set it in the product, which goes before the settings."""
    Network.objects.update_or_create(pk=1, defaults={"sign_up": sign_up, **more})


def send(client: Client, **changes: str) -> Any:
    return client.post(SIGN_UP, TYPED | changes)


def who(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return None if key is None else int(key)


def page_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


# Open ------------------------------------------------------------------------------------------------------


def test_where_it_is_open_one_is_in_at_once(client: Client) -> None:
    answer = send(client, time_zone="America/Sao_Paulo")
    person = Person.objects.get()
    assert (answer["Location"], who(client), person.time_zone, person.is_active) == (
        *("/", person.pk, "America/Sao_Paulo"),
        True,
    )


def test_a_browser_may_say_its_zone_by_an_old_name_and_without_script_one_learns_of_utc(
    client: Client,
) -> None:
    assert '<noscript><p class="small quiet">Times are shown in UTC, until' in page_of(client.get(SIGN_UP))
    send(client, time_zone="Asia/Calcutta")
    assert Person.objects.get().time_zone == "Asia/Calcutta"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 500])
def test_a_time_zone_that_is_none_is_no_reason_to_fail(client: Client, zone: str) -> None:
    send(client, time_zone=zone)
    assert Person.objects.get().time_zone == "UTC"


def test_what_is_wrong_takes_the_focus_that_was_on_the_first_field(client: Client) -> None:
    def focused(page: str) -> list[str]:
        return [tag for tag in re.findall(r"<[a-z][^>]*>", page.split("<main")[1]) if "autofocus" in tag]

    first = focused(page_of(client.get(SIGN_UP)))
    answer = page_of(send(client, email="no address", password1="short"))
    wrong = focused(answer)
    assert (len(first), 'name="display_name"' in first[0]) == (1, True)
    assert (len(wrong), 'class="notice is-error"' in wrong[0], 'value="no address"' in answer) == (
        1,
        True,
        True,
    )


# By domain -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "is_in"),
    [
        ("a@uni.example", True),
        ("a@UNI.example", True),
        ("a@students.uni.example", True),
        ("a@uni.example.", True),
        ("a@notuni.example", False),
        ("a@uni.example.evil.example", False),
        ("a@example", False),
        ("uni.example", True),
        ("a@uni.example@evil.example", False),
        ("a@", False),
        ("a@bücher.example", True),
        ("a@xn--bcher-kva.example", True),
        ("a@.example", False),
    ],
)
def test_a_domain_holds_what_is_below_it_and_nothing_that_only_looks_so(address: str, is_in: bool) -> None:
    assert is_under(address, ("uni.example", "xn--bcher-kva.example")) is is_in


def test_no_domain_is_under_none() -> None:
    assert (is_under("a@uni.example", ()), is_under("a@uni.example", ("", "."))) == (False, False)
    assert [domains_in_words(("a.example",)), domains_in_words(("a.example", "b.example", "c.example"))] == [
        "a.example",
        "a.example, b.example or c.example",
    ]


def test_who_is_of_no_domain_learns_which_there_are_and_keeps_what_they_typed(client: Client) -> None:
    say("domains", mail_domains=["uni.example", "clinic.example"])
    answer = page_of(send(client, email="ada@gmail.example"))
    assert "Join with an address of uni.example or clinic.example." in answer
    assert ('value="Ada Byrne"' in answer, Person.objects.count()) == (True, 0)
    verdict = may_sign_up_with(Ground("Weft", sign_up="open"), "ada@gmail.example")
    assert bool(verdict) is True


def test_by_domain_nothing_can_be_done_before_the_address_is_confirmed(client: Client) -> None:
    say("domains", mail_domains=["uni.example"])
    asked = send(client)
    person = Person.objects.get()
    assert (asked["Location"], who(client), [sent.to for sent in mail.outbox]) == (
        *("/accounts/confirm-email/", None),
        [["ada@uni.example"]],
    )
    again = Client()
    again.post("/accounts/login/", {"login": TYPED["email"], "password": TYPED["password1"]})
    assert who(again) is None
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", str(mail.outbox[0].body))
    assert link
    client.post(link.group(1))
    client.post("/accounts/login/", {"login": TYPED["email"], "password": TYPED["password1"]})
    assert (who(client), EmailAddress.objects.get().verified) == (person.pk, True)


def test_where_no_domain_is_named_joining_is_closed(client: Client) -> None:
    say("domains", mail_domains=[])
    answer = client.get(SIGN_UP)
    assert (answer.status_code, "Joining is closed at present" in page_of(answer)) == (403, True)


# By invitation ---------------------------------------------------------------------------------------------


def test_without_an_invitation_one_learns_how_one_gets_in(client: Client) -> None:
    say("invitation")
    answers = [client.get(SIGN_UP), send(client)]
    assert [(answer.status_code, CLOSED in page_of(answer)) for answer in answers] == [(403, True)] * 2
    assert Person.objects.count() == 0


def test_an_invited_session_signs_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def holds_one(request: HttpRequest) -> bool:
        return request.session.get("invitation") == "good"

    monkeypatch.setattr(signups.is_invited, "_answer", holds_one)
    monkeypatch.setattr(signups.take_invitation, "_answer", holds_one)
    say("invitation")
    session = client.session
    session["invitation"] = "good"
    session.save()
    stranger = Client()
    assert (client.get(SIGN_UP).status_code, stranger.get(SIGN_UP).status_code) == (200, 403)
    send(client)
    assert who(client) == Person.objects.get().pk


# With a steward's yes --------------------------------------------------------------------------------------


def test_who_needs_a_yes_says_why_and_waits_unseen(client: Client) -> None:
    say("approval", sign_up_note="Tell us where you teach.")
    form = page_of(client.get(SIGN_UP))
    label = re.search(r'<label for="id_reason">(.*?)</label>', form)
    assert (label and label.group(1), "Ask to join" in form) == ("Tell us where you teach.", True)
    wanting = page_of(send(client))
    assert ("Fill this in." in wanting, Person.objects.count()) == (True, 0)
    answer = client.post(SIGN_UP, TYPED | {"reason": "I teach nurses."}, follow=True)
    assert (answer.redirect_chain, "A steward reads it now" in page_of(answer)) == (
        [("/accounts/inactive/", 302)],
        True,
    )
    person = Person.objects.get()
    application = Application.objects.get()
    assert (person.is_active, application.person, application.reason, application.state) == (
        *(False, person),
        *("I teach nurses.", "waiting"),
    )
    assert (who(client), list(people_called("ada")), list(people_visible_to(person))) == (None, [], [])
    assert client.get(f"/people/{person.handle}/").status_code == 404
    assert [sent.to for sent in mail.outbox] == [["ada@uni.example"]]


def test_who_waits_is_told_so_when_they_sign_in_and_others_learn_nothing(client: Client) -> None:
    say("approval")
    client.post(SIGN_UP, TYPED | {"reason": "I teach nurses."})
    back, guessing = Client(), Client()
    right = {"login": TYPED["email"], "password": TYPED["password1"]}
    assert "A steward reads it now" in page_of(back.post("/accounts/login/", right, follow=True))
    wrong = page_of(guessing.post("/accounts/login/", right | {"password": "not this one"}, follow=True))
    unknown = page_of(
        guessing.post("/accounts/login/", {"login": "x@uni.example", "password": "y"}, follow=True)
    )
    sentence = "This address and this password do not belong together."
    assert (sentence in wrong, sentence in unknown) == (True, True)
    assert "steward reads" not in page_of(guessing.get("/accounts/inactive/"))
    assert (who(back), who(guessing)) == (None, None)


def test_asking_with_a_known_address_looks_as_with_an_unknown_one() -> None:
    say("approval")
    holder = make_person(email="known@uni.example")
    EmailAddress.objects.create(user=holder, email=holder.email, verified=True, primary=True)

    def told(address: str) -> list[Any]:
        client = Client()
        answer = client.post(SIGN_UP, TYPED | {"email": address, "reason": "I teach."}, follow=True)
        page = re.sub(
            r'(csrfmiddlewaretoken" value|"X-CSRFToken"|data-csrf)[:=] ?"[^"]*"', "", page_of(answer)
        )
        return [
            answer.redirect_chain,
            answer.status_code,
            page.replace(address, "an address"),
            sorted(client.cookies),
        ]

    assert told("known@uni.example") == told("absent@uni.example")
    assert (Person.objects.count(), Application.objects.count()) == (2, 1)
    assert [sent.to for sent in mail.outbox] == [["known@uni.example"], ["absent@uni.example"]]


def test_a_confirmed_address_alone_does_not_let_in_who_waits(client: Client) -> None:
    say("approval")
    client.post(SIGN_UP, TYPED | {"reason": "I teach nurses."})
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", str(mail.outbox[0].body))
    assert link
    client.post(link.group(1))
    assert (EmailAddress.objects.get().verified, who(client)) == (True, None)
    client.post("/accounts/password/reset/", {"email": TYPED["email"]})
    assert who(client) is None
    assert all("/password/reset/key/" not in str(sent.body) for sent in mail.outbox)


# Failing too often -----------------------------------------------------------------------------------------


def test_after_five_failures_one_is_told_to_wait_even_with_the_right_password(client: Client) -> None:
    person, other = make_person(email="ada@uni.example"), make_person(email="bo@uni.example")
    for _attempt in range(5):
        client.post("/accounts/login/", {"login": person.email, "password": "wrong"})
    right = {"login": person.email, "password": PASSWORD}
    page = page_of(client.post("/accounts/login/", right))
    assert ("Wait a quarter of an hour" in page, who(client)) == (True, None)
    client.post("/accounts/login/", {"login": other.email, "password": PASSWORD})
    assert who(client) == other.pk  # the account was locked, not the house
