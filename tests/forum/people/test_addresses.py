"""People change the addresses of their account, once it is sure that it is them."""

from __future__ import annotations

import html
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_person
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

PAGE = "/accounts/email/"


@pytest.fixture
def person(client: Client) -> Person:
    person = make_person(email="ada@uni.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.force_login(person)
    return person


def addresses() -> list[tuple[str, bool, bool]]:
    return list(EmailAddress.objects.order_by("pk").values_list("email", "verified", "primary"))


def test_an_open_browser_is_not_enough_to_change_the_addresses(client: Client, person: Person) -> None:
    """Who adds an address and makes it the main one could ask for a new password there."""
    asked = client.post(PAGE, {"action_add": "", "email": "eve@evil.example"})
    assert asked["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"
    wrong = client.post("/accounts/reauthenticate/", {"password": "no", "next": PAGE})
    assert "This is not your password." in html.unescape(wrong.content.decode())
    assert addresses() == [("ada@uni.example", True, True)]


def test_what_was_asked_for_is_done_once_it_is_sure(client: Client, person: Person) -> None:
    client.post(PAGE, {"action_add": "", "email": "ada@home.example"})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": PAGE})
    assert addresses() == [("ada@uni.example", True, True), ("ada@home.example", False, False)]
    assert [sent.to for sent in mail.outbox] == [["ada@home.example"]]
    EmailAddress.objects.filter(email="ada@home.example").update(verified=True)
    client.post(PAGE, {"action_primary": "", "email": "ada@home.example"})
    assert Person.objects.get(pk=person.pk).email == "ada@home.example"
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        ["ada@uni.example"],
        "[Weft] Your main address was changed",
    )


def test_who_changes_the_password_says_the_old_one_and_hears_of_it(client: Client, person: Person) -> None:
    new = "a quite different one"
    wrong = client.post(
        "/accounts/password/change/", {"oldpassword": "no", "password1": new, "password2": new}
    )
    assert "Type the password that you have now." in html.unescape(wrong.content.decode())
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert Person.objects.get(pk=person.pk).check_password(new)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["ada@uni.example"], "[Weft] Your password was changed")
    ]


@pytest.mark.parametrize(
    ("page", "labels"),
    [
        (PAGE, ["Mail address"]),
        ("/accounts/password/change/", ["Current password", "New password", "New password again"]),
        ("/accounts/reauthenticate/", ["Password"]),
        ("/accounts/password/reset/", ["Mail address"]),
    ],
)
def test_account_pages_speak_as_the_rest_does(
    client: Client, person: Person, page: str, labels: list[str]
) -> None:
    if page == "/accounts/password/reset/":
        client.logout()
    main = html.unescape(client.get(page).content.decode()).split("<main")[1].split("</main>")[0]
    assert re.findall(r"<label[^>]*>(.*?)</label>", main) == labels
    assert ("placeholder" in main, "<ul><li>" in main) == (False, False)
    assert ("At least ten characters, and none that everybody uses." in main) == ("New password" in labels)


def buttons(client: Client) -> list[tuple[str, str]]:
    """Each button beside an address of one's own, with the address."""
    listed = client.get(PAGE).content.decode().split('<ul class="own-addresses">')[1].split("</ul>")[0]
    return re.findall(r"<button[^>]*>([^<]*)<span[^>]*> \(([^)]*)\)</span>", listed)


def test_beside_an_address_stands_only_what_can_be_done_with_it(client: Client, person: Person) -> None:
    assert buttons(client) == []
    EmailAddress.objects.create(user=person, email="b@uni.example", verified=True)
    EmailAddress.objects.create(user=person, email="c@uni.example")
    assert buttons(client) == [
        ("Make it the main one", "b@uni.example"),
        ("Remove", "b@uni.example"),
        ("Send the confirmation again", "c@uni.example"),
        ("Remove", "c@uni.example"),
    ]
    EmailAddress.objects.exclude(email="ada@uni.example").delete()
    EmailAddress.objects.update(verified=False)
    assert buttons(client) == [("Send the confirmation again", "ada@uni.example")]


def test_an_address_that_one_has_already_is_said_so(client: Client, person: Person) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": PAGE})
    for typed, sentence in [
        ("ada@uni.example", "This address is yours already."),
        ("", "Fill this in."),
        ("ada", "This is no mail address. Look for a slip."),
    ]:
        page = client.post(PAGE, {"action_add": "", "email": typed}).content.decode()
        assert sentence in page, typed


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_a_password_that_came_by_mail_ends_what_somebody_else_laid_who_never_showed_the_address_to_be_theirs(
    client: Client, is_confirmed: bool
) -> None:
    """Whoever makes an account with the address of somebody else would otherwise come in beside them for ever."""
    person = make_person(email="ada@uni.example", orcid="0000-0002-1825-0097")
    EmailAddress.objects.create(user=person, email=person.email, verified=is_confirmed, primary=True)
    EmailAddress.objects.create(user=person, email="eve@evil.example", verified=True)
    for provider, uid in (("orcid", "0000-0002-1825-0097"), ("uni", "eve")):
        SocialAccount.objects.create(user=person, provider=provider, uid=uid)
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={})
    client.post("/accounts/password/reset/", {"email": "ada@uni.example"})
    link = re.findall(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)[0]
    where = client.get(link)["Location"]
    new = "a quite different one"
    client.post(where, {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)
    left = [
        EmailAddress.objects.filter(user=person).count(),
        SocialAccount.objects.filter(user=person).count(),
        Authenticator.objects.filter(user=person).count(),
    ]
    assert (left, person.orcid) == (([2, 2, 1], "0000-0002-1825-0097") if is_confirmed else ([1, 0, 0], None))
    assert breaches() == []
