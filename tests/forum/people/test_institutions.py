"""Coming in through an institution: who is let in, who is not, and what is kept of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPConnection
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.core import mail
from django.test import Client

from config.accounts import providers
from forum.core.limits import Limit
from forum.people.models import Person
from forum.people.providers.institutions.adapter import FOR_OTHERS, FOREIGN, FORGED, TOO_OLD
from forum.people.providers.leaving import UNREACHABLE, UNREADABLE
from tests.factories import make_person
from tests.factories.people import PASSWORD
from tests.fixtures.institution import CLIENT_ID, OTHER_KEY, SECRET, Institution, sign

pytestmark = pytest.mark.django_db

LOGIN, SIGN_UP = "/accounts/oidc/uni/login/", "/accounts/3rdparty/signup/"


def trust(settings: Any, monkeypatch: pytest.MonkeyPatch, here: Institution, *, mail: str = "0") -> None:
    """Let the installation know this provider, as its environment would."""
    for name, value in {
        "WEFT_OIDC_PROVIDERS": "uni",
        "WEFT_OIDC_UNI_NAME": "The University",
        "WEFT_OIDC_UNI_URL": here.url,
        "WEFT_OIDC_UNI_CLIENT_ID": CLIENT_ID,
        "WEFT_OIDC_UNI_SECRET": SECRET,
        "WEFT_OIDC_UNI_TRUST_MAIL": mail,
    }.items():
        monkeypatch.setenv(name, value)
    settings.SOCIALACCOUNT_PROVIDERS = providers(production=False)


@pytest.fixture(autouse=True)
def _known(settings: Any, monkeypatch: pytest.MonkeyPatch, institution: Institution) -> None:
    trust(settings, monkeypatch, institution)


def leave(client: Client, process: str = "login", more: str = "") -> str:
    """Press the button, and see where the browser is sent."""
    page = client.post(f"{LOGIN}?process={process}{more}").content.decode()
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)
    assert found, page
    return html.unescape(found.group(1))


def approve(there: str) -> str:
    """Sign in at the institution; the address to which it sends the browser back, without our host."""
    parts = urlsplit(there)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", f"/approve?{parts.query}")
    back = urlsplit(connection.getresponse().headers["Location"] or "")
    connection.close()
    return f"{back.path}?{back.query}"


def come(client: Client, process: str = "login") -> Any:
    return client.get(approve(leave(client, process)))


def join(client: Client, **changes: str) -> Any:
    assert come(client).url == SIGN_UP
    return client.post(SIGN_UP, {"display_name": "Ada Byrne", "email": "ada@uni.example", **changes})


def who(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return None if key is None else int(key)


def test_who_is_new_says_their_name_and_is_in(client: Client) -> None:
    page = client.get(come(client).url).content.decode()
    assert ('value="Ada Byrne"' in page, 'value="ada@uni.example"' in page) == (True, True)
    joined = client.post(
        SIGN_UP, {"display_name": "Ada B.", "email": "ada@uni.example", "time_zone": "Africa/Nairobi"}
    )
    person = Person.objects.get()
    assert (joined.status_code, joined["Location"], who(client)) == (302, "/", person.pk)
    assert (person.display_name, person.handle, person.time_zone, person.has_usable_password()) == (
        *("Ada B.", "ada-b", "Africa/Nairobi"),
        False,
    )
    address = EmailAddress.objects.get()
    assert (address.email, address.verified) == (
        "ada@uni.example",
        False,
    )  # this institution is not trusted with it
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid, account.extra_data) == ("uni", "staff-17", {"username": "abyrne"})
    again = Client()
    assert (come(again).url, who(again)) == ("/", person.pk)


def test_secrets_are_in_no_row_and_in_no_session(client: Client, institution: Institution) -> None:
    come(client)
    pending = repr(dict(client.session))
    assert ("staff-17" in pending, SECRET in pending, "opens-userinfo" in pending) == (True, False, False)
    client.post(SIGN_UP, {"display_name": "Ada", "email": "ada@uni.example"})
    assert (SocialApp.objects.count(), SocialToken.objects.count()) == (0, 0)


def test_each_attempt_has_secrets_of_its_own(client: Client, institution: Institution) -> None:
    first, second = (parse_qs(urlsplit(leave(client)).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert (len(first[name][0]) >= 16, first[name] != second[name]) == (True, True), name
    assert first["code_challenge_method"] == ["S256"]
    join(client)
    assert len(institution.told[0]["code_verifier"]) >= 43


def test_an_address_decides_nothing_of_what_is_asked_for(client: Client) -> None:
    """Whoever sends a link could ask for more, or have the answer sent elsewhere."""
    more = "&scope=everything&auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example%2F%26nonce%3Dknown"
    asked = parse_qs(urlsplit(leave(client, more=more)).query)
    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/uni/login/callback/"]
    assert asked["nonce"] != ["known"]


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere_afterwards(client: Client, there: str) -> None:
    person = make_person()
    SocialAccount.objects.create(user=person, provider="uni", uid="staff-17")
    back = client.get(approve(leave(client, more=f"&next={there}")))
    assert (back["Location"], who(client)) == ("/", person.pk)
    ours = Client()
    assert ours.get(approve(leave(ours, more="&next=/communities/"))).url == "/communities/"


def test_a_link_or_an_image_sends_nobody_there(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert ("Go to The University" in page, "http-equiv" in page) == (True, False)


def expired(claims: dict[str, Any]) -> dict[str, Any]:
    return claims | {"iat": int(time()) - 4000, "exp": int(time()) - 3600}


TWISTED: dict[str, tuple[Callable[[dict[str, Any]], Any], Any]] = {
    "another nonce": (lambda claims: claims | {"nonce": "x" * 64}, FOREIGN),
    "no nonce": (lambda claims: {name: claims[name] for name in claims if name != "nonce"}, FOREIGN),
    "another audience": (lambda claims: claims | {"aud": "somebody"}, FOR_OTHERS),
    "another issuer": (lambda claims: claims | {"iss": "https://evil.example"}, FOR_OTHERS),
    "another authorised party": (lambda claims: claims | {"aud": [CLIENT_ID, "x"], "azp": "x"}, FOR_OTHERS),
    "expired": (expired, TOO_OLD),
    "from the future": (lambda claims: claims | {"iat": int(time()) + 3600}, FORGED),
    "no end": (lambda claims: {name: claims[name] for name in claims if name != "exp"}, FORGED),
    "nobody": (lambda claims: {name: claims[name] for name in claims if name != "sub"}, FORGED),
}
WRITTEN: dict[str, tuple[Callable[[dict[str, Any]], Any], Any]] = {
    "by another key": (lambda claims: sign(claims, OTHER_KEY), FORGED),
    "by a key that is not named": (lambda claims: sign(claims, OTHER_KEY, kid="two"), FORGED),
    "by nobody": (lambda claims: jwt.encode(claims, None, "none", headers={"kid": "one"}), FORGED),
    "by a shared secret": (lambda claims: sign(claims, SECRET * 3, "HS256"), FORGED),
    "not at all": (lambda claims: None, UNREADABLE),
    "as rubbish": (lambda claims: "a.b", FORGED),
    "as a number": (lambda claims: 7, FORGED),
}


@pytest.mark.parametrize("case", [*TWISTED, *WRITTEN])
def test_what_does_not_prove_who_it_is_is_refused_in_a_sentence(
    client: Client, institution: Institution, case: str
) -> None:
    person = make_person()
    SocialAccount.objects.create(user=person, provider="uni", uid="staff-17")
    if case in TWISTED:
        institution.twist, sentence = TWISTED[case]
    else:
        institution.write, sentence = WRITTEN[case]
    answer = come(client)
    assert (answer.status_code, who(client)) == (401, None)
    assert str(sentence) in html.unescape(answer.content.decode())


def test_what_is_said_of_another_person_is_refused(client: Client, institution: Institution) -> None:
    institution.userinfo = lambda person: person | {"sub": "staff-18"}
    answer = come(client)
    assert (answer.status_code, str(FOREIGN) in html.unescape(answer.content.decode())) == (401, True)
    assert SIGN_UP not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [("server_error", 401, "sent you back with an error"), ("access_denied", 200, "You turned round")],
)
def test_errors_and_second_thoughts_end_in_sentences(
    client: Client, institution: Institution, error: str, status: int, words: str
) -> None:
    institution.error = error
    answer = client.get(approve(leave(client)), follow=True)
    assert (answer.status_code, words in answer.content.decode(), who(client)) == (status, True, None)


def test_an_institution_that_is_down_is_said_to_be(client: Client, institution: Institution) -> None:
    there = leave(client)
    back = approve(there)
    institution.is_down = True
    answers = [client.post(LOGIN), client.get(back)]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert all(str(UNREACHABLE) in html.unescape(answer.content.decode()) for answer in answers)


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(client: Client) -> None:
    back = approve(leave(client))
    stranger = Client()
    assert (stranger.get(back).status_code, who(stranger)) == (401, None)
    assert client.get(back).url == SIGN_UP
    assert client.get(back).status_code == 401


def test_an_address_that_has_an_account_lets_nobody_into_it(
    client: Client, institution: Institution, settings: Any
) -> None:
    holder = make_person(email="ada@uni.example")
    EmailAddress.objects.create(user=holder, email="ada@uni.example", verified=True, primary=True)
    answer = join(client)
    page = html.unescape(answer.content.decode())
    assert "Sign in to it first, then connect The University" in page
    assert (who(client), Person.objects.count(), SocialAccount.objects.count()) == (None, 1, 0)
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    quiet = Client()
    assert (join(quiet)["Location"], who(quiet)) == ("/accounts/confirm-email/", None)
    assert [(sent.to, "signed up" in sent.body or "account" in sent.body) for sent in mail.outbox] == [
        (["ada@uni.example"], True)
    ]


@pytest.mark.parametrize(
    ("trusted", "said", "confirmed_here", "is_let_in"),
    [
        ("1", True, True, True),
        ("0", True, True, False),
        ("1", False, True, False),
        ("1", "true", True, False),
        ("1", True, False, False),
    ],
)
def test_by_address_only_those_come_in_who_confirmed_it_on_both_sides_and_through_a_trusted_one(
    client: Client,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    institution: Institution,
    trusted: str,
    said: bool | str,
    confirmed_here: bool,
    is_let_in: bool,
) -> None:
    trust(settings, monkeypatch, institution, mail=trusted)
    institution.person["email_verified"] = said
    holder = make_person(email="ada@uni.example")
    EmailAddress.objects.create(user=holder, email="ada@uni.example", verified=confirmed_here, primary=True)
    come(client)
    assert who(client) == (holder.pk if is_let_in else None)
    assert SocialAccount.objects.filter(user=holder).exists() is is_let_in


def test_a_trusted_institution_confirms_the_address_it_says_and_no_other(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, institution: Institution
) -> None:
    trust(settings, monkeypatch, institution, mail="1")
    join(client, email="another@uni.example")
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("another@uni.example", False)]
    institution.person |= {"sub": "staff-18", "email": "bo@uni.example"}
    second = Client()
    join(second, email="bo@uni.example")
    assert EmailAddress.objects.get(email="bo@uni.example").verified is True


def signed_in(person: Person, *, is_sure: bool = True) -> Client:
    """A client of theirs, who has just shown once more that it is them."""
    client = Client()
    client.force_login(person)
    if is_sure:
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_one_connects_it_to_ones_account_and_parts_with_it_again() -> None:
    person = make_person(email="ada@uni.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = signed_in(person)
    come(client, "connect")
    account = SocialAccount.objects.get()
    assert (account.user, account.uid) == (person, "staff-17")
    page = client.get("/accounts/3rdparty/").content.decode()
    assert ("The University" in page, "abyrne" in page) == (True, True)
    client.post("/accounts/3rdparty/", {"account": account.pk})
    assert SocialAccount.objects.count() == 0
    assert [sent.subject for sent in mail.outbox] == [
        "[Weft] A new way to sign in",
        "[Weft] A way to sign in has ended",
    ]


def test_an_open_browser_is_not_enough_to_connect_anything() -> None:
    client = signed_in(make_person(), is_sure=False)
    assert come(client, "connect").url == "/accounts/reauthenticate/"
    assert SocialAccount.objects.count() == 0
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert SocialAccount.objects.count() == 1


def test_what_is_connected_to_one_account_is_not_taken_by_another() -> None:
    first, second = make_person(), make_person()
    come(signed_in(first), "connect")
    client = signed_in(second)
    page = client.get(come(client, "connect").url).content.decode()
    assert "connected to another account here" in page
    assert SocialAccount.objects.get().user == first


def test_the_only_way_in_is_not_given_up(client: Client) -> None:
    join(client)
    account = SocialAccount.objects.get()
    page = client.post("/accounts/3rdparty/", {"account": account.pk}, follow=True).content.decode()
    assert "Set a password first" in page
    assert SocialAccount.objects.count() == 1


def test_a_provider_that_is_known_no_longer_lets_nobody_in_and_can_be_parted_with(settings: Any) -> None:
    person = make_person()
    account = SocialAccount.objects.create(user=person, provider="uni", uid="staff-17")
    settings.SOCIALACCOUNT_PROVIDERS = {}
    client = signed_in(person)
    statuses = [client.get(LOGIN).status_code, client.post(LOGIN).status_code]
    assert (statuses, client.get("/accounts/3rdparty/").status_code) == ([404, 404], 200)
    client.post("/accounts/3rdparty/", {"account": account.pk})
    assert SocialAccount.objects.count() == 0


def test_nobody_comes_in_past_the_policy_of_signing_up(client: Client, settings: Any) -> None:
    settings.SIGN_UP = "invitation"
    closed = come(client)
    assert (closed.status_code, "Joining is by invitation" in closed.content.decode()) == (403, True)
    settings.SIGN_UP = "open"
    assert come(client).url == SIGN_UP
    settings.SIGN_UP = "invitation"  # between the two pages
    late = client.post(SIGN_UP, {"display_name": "Ada", "email": "ada@uni.example"})
    assert (late.status_code, Person.objects.count()) == (403, 0)


def test_an_institutions_address_does_not_stand_in_for_the_one_that_the_policy_asks_for(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, institution: Institution
) -> None:
    trust(settings, monkeypatch, institution, mail="1")
    settings.SIGN_UP, settings.SIGN_UP_DOMAINS = "domains", ["uni.example"]
    institution.person["email"] = "ada@elsewhere.example"
    refused = join(client, email="ada@elsewhere.example")
    assert "Join with an address of uni.example" in refused.content.decode()
    asked = client.post(SIGN_UP, {"display_name": "Ada", "email": "dean@uni.example"})
    assert (asked["Location"], who(client)) == ("/accounts/confirm-email/", None)
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("dean@uni.example", False)]


def test_nobody_lets_the_site_ask_an_institution_without_end(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.people.providers.leaving.ENTERING", Limit("entering", 2, 60))
    with time_machine.travel(datetime(2026, 11, 26, 8, 0, 5, tzinfo=UTC), tick=False):
        statuses = [client.post(LOGIN).status_code for _time in range(3)]
        statuses.append(client.get(f"{LOGIN}callback/?state=x&code=y").status_code)
    assert statuses == [200, 200, 429, 429]
    assert client.get(LOGIN).status_code == 200
