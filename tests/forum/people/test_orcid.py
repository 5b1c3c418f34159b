"""The ORCID iD of a person: shown because they have signed in with it, and only as long as they can."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from config.accounts import providers
from forum.core.verdicts import Invalid, Refused
from forum.people.actions.orcid import is_orcid, prove_orcid, withdraw_orcid
from forum.people.models import Person
from tests.factories import make_person
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

CARBERRY, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"
SIGN_UP = "/accounts/3rdparty/signup/"


class Registry:
    """Stands where ORCID stands: it changes codes into iDs."""

    def __init__(self) -> None:
        self.answer: Any = {
            "access_token": "t",
            "token_type": "bearer",
            "orcid": CARBERRY,
            "name": "Josiah Carberry",
        }
        self.told: list[dict[str, str]] = []
        self.url = ""


@pytest.fixture
def registry(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    here = Registry()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            here.told.append(
                {"path": self.path, **{name: values[0] for name, values in parse_qs(form).items()}}
            )
            content = json.dumps(here.answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("WEFT_ORCID_CLIENT_ID", "APP-1")
    monkeypatch.setenv("WEFT_ORCID_SECRET", "secret")
    known = providers(production=False)
    known["orcid"]["SITE"] = here.url
    settings.SOCIALACCOUNT_PROVIDERS = known
    yield here
    server.shutdown()
    server.server_close()


def come(client: Client, process: str = "login") -> Any:
    page = client.post(f"/accounts/orcid/login/?process={process}").content.decode()
    found = re.search(r'content="0;url=([^"]+)"', page)
    assert found, page
    asked = parse_qs(urlsplit(html.unescape(found.group(1))).query)
    return client.get(f"/accounts/orcid/login/callback/?code=c&state={asked['state'][0]}")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def shown(person: Person) -> str | None:
    return Person.objects.get(pk=person.pk).orcid


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (CARBERRY, True),
        (OTHER, True),
        ("0000-0002-1694-233X", True),
        ("0000-0002-1825-0098", False),
        ("0000000218250097", False),
        ("0000-0002-1825-009", False),
        ("0000-0002-1694-233x", False),
        (f"{CARBERRY}\n", False),
        ("٠٠٠٠-0002-1825-0097", False),
        (f"https://orcid.org/{CARBERRY}", False),
    ],
)
def test_an_id_is_known_by_its_form_and_its_check_digit(text: str, is_one: bool) -> None:
    assert is_orcid(text) is is_one


def test_who_joins_through_orcid_shows_their_id_and_still_confirms_an_address(
    client: Client, registry: Registry
) -> None:
    assert come(client).url == SIGN_UP
    assert 'value="Josiah Carberry"' in client.get(SIGN_UP).content.decode()
    client.post(SIGN_UP, {"display_name": "J. Carberry", "email": "jc@uni.example"})
    person = Person.objects.get()
    assert (person.orcid, person.display_name, client.session["_auth_user_id"]) == (
        *(CARBERRY, "J. Carberry"),
        str(person.pk),
    )
    assert person.emailaddress_set.get().verified is False  # type: ignore[attr-defined]  # the library ships no types
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == (CARBERRY, {"username": CARBERRY})
    (told,) = registry.told
    assert (told["path"], told["client_secret"], len(told["code_verifier"]) >= 43) == (
        *("/oauth/token", "secret"),
        True,
    )


def test_an_id_is_shown_when_it_is_connected_and_no_longer_when_it_is_not(registry: Registry) -> None:
    person = make_person()
    client = signed_in(person)
    come(client, "connect")
    assert shown(person) == CARBERRY
    client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert (shown(person), SocialAccount.objects.count()) == (None, 0)


def test_who_signs_in_shows_the_id_again(client: Client, registry: Registry) -> None:
    person = make_person()
    SocialAccount.objects.create(user=person, provider="orcid", uid=CARBERRY)
    come(client)
    assert (shown(person), client.session["_auth_user_id"]) == (CARBERRY, str(person.pk))


def test_an_id_stands_on_one_page_only(client: Client, registry: Registry) -> None:
    first, second = make_person(), make_person()
    come(signed_in(first), "connect")
    answer = come(signed_in(second), "connect")
    assert (answer.status_code, "belongs to another account here" in answer.content.decode()) == (403, True)
    assert (shown(first), shown(second)) == (CARBERRY, None)
    with pytest.raises(Refused, match="belongs to another account"):
        prove_orcid(person=second, orcid=CARBERRY)
    Person.objects.filter(pk=second.pk).update(orcid=OTHER)
    registry.answer = registry.answer | {"orcid": OTHER}
    assert come(client).status_code == 403  # it is shown by somebody who cannot sign in with it


def test_one_person_has_one_id(registry: Registry) -> None:
    person = make_person()
    client = signed_in(person)
    come(client, "connect")
    registry.answer = registry.answer | {"orcid": OTHER}
    answer = come(client, "connect")
    assert (answer.status_code, "Disconnect it first" in answer.content.decode()) == (403, True)
    assert (shown(person), SocialAccount.objects.count()) == (CARBERRY, 1)


@pytest.mark.parametrize(
    "answer",
    [
        {"access_token": "t"},
        {"access_token": "t", "orcid": "0000-0002-1825-0098"},
        {"access_token": "t", "orcid": None},
        {"access_token": "t", "orcid": CARBERRY, "expires_in": "soon"},
        {"error": "invalid_grant"},
        ["no", "answer"],
    ],
)
def test_what_is_no_id_lets_nobody_in(client: Client, registry: Registry, answer: Any) -> None:
    registry.answer = answer
    back = come(client)
    assert (back.status_code, "did not bring you in" in back.content.decode()) == (401, True)
    assert "_auth_user_id" not in client.session


def test_without_settings_there_is_no_way_through_orcid(client: Client, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = providers(production=False)
    statuses = [
        client.get("/accounts/orcid/login/").status_code,
        client.post("/accounts/orcid/login/").status_code,
    ]
    assert (statuses, "ORCID" in client.get("/accounts/login/").content.decode()) == ([404, 404], False)


def test_only_an_id_is_shown_and_only_the_one_given_is_withdrawn() -> None:
    person = make_person()
    with pytest.raises(Invalid):
        prove_orcid(person=person, orcid="0000")
    prove_orcid(person=person, orcid=CARBERRY)
    withdraw_orcid(person=person, orcid=OTHER)
    assert shown(person) == CARBERRY
