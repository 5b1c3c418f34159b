"""Forms with which one asks to come in: programs are told no in a sentence, and people lose nothing."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from forum.communities.models import JoiningRequest
from forum.core import traps
from forum.people.models import Person
from tests.factories import make_community, make_person

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/signup/"
ADA = {"display_name": "Ada Byrne", "email": "ada@uni.example", "password1": "correct horse battery"}


def begun(page: str) -> str:
    (moment,) = re.findall(r'name="begun" value="([^"]+)"', page)
    return unescape(moment)


def test_a_field_that_nobody_sees_catches_who_fills_in_everything() -> None:
    page = Client().get(SIGN_UP).content.decode()
    assert 'class="for-nobody"' in page
    answer = Client().post(SIGN_UP, ADA | {"website": "https://buy.example"})
    said = unescape(answer.content.decode())
    assert ("This field is for nobody." in said, "Ada Byrne" in said, Person.objects.count()) == (
        True,
        True,
        0,
    )
    assert Client().post(SIGN_UP, ADA | {"website": ""}).status_code == 302


def test_who_is_faster_than_people_type_waits_and_sends_it_again(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FORM_LEAST_SECONDS = 3  # type: ignore[attr-defined]
    client = Client()
    moment = begun(client.get(SIGN_UP).content.decode())
    for sent in (moment, "", "made:up"):
        answer = client.post(SIGN_UP, ADA | {"begun": sent})
        said = unescape(answer.content.decode())
        assert ("faster than people type" in said, Person.objects.count()) == (True, 0)
    fresh = begun(client.post(SIGN_UP, ADA).content.decode())  # whoever had none gets one
    monkeypatch.setattr(traps.signing.time, "time", lambda: __import__("time").monotonic() + 10**10)
    assert client.post(SIGN_UP, ADA | {"begun": fresh}).status_code == 302


def test_asking_to_join_a_community_is_guarded_likewise() -> None:
    community = make_community(joining="request")
    client = Client()
    client.force_login(make_person())
    address = f"/c/{community.slug}/join/ask/"
    page = client.get(address).content.decode()
    (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
    form = {"seen": seen, "answer_0": "I teach."}
    refused = client.post(address, form | {"website": "x"})
    assert (refused.status_code, JoiningRequest.objects.count()) == (422, 0)
    assert "I teach." in refused.content.decode()
    assert client.post(address, form).status_code == 302
    assert JoiningRequest.objects.count() == 1
