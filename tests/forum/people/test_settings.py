"""What people set about themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from forum.core.limits import SETTING
from forum.people.models import Person
from tests.factories import make_person

pytestmark = pytest.mark.django_db

PROFILE = {
    "part": "profile",
    "display_name": "Ada Byrne",
    "handle": "ada",
    "affiliation": "Mbagathi College",
    "role_title": "Tutor",
    "bio": "Two lines.\r\nOf me.",
    "interests": "simulation, feedback",
    "languages": "English, Kiswahili",
    "time_zone": "Africa/Nairobi",
    "activity_shown_to": "shared",
}


@pytest.fixture
def person(client: Client) -> Person:
    person = make_person("Before", handle="before")
    client.force_login(person)
    return person


def stored(person: Person) -> dict[str, Any]:
    fresh = Person.objects.get(pk=person.pk)
    return {name: getattr(fresh, name) for name in PROFILE if name != "part"}


def test_a_profile_is_saved_whole(client: Client, person: Person) -> None:
    response = client.post("/settings/", PROFILE, follow=True)
    assert response.redirect_chain == [("/settings/", 302)]
    assert "Your profile is saved." in response.content.decode()
    assert stored(person) == {name: value for name, value in PROFILE.items() if name != "part"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"handle": "-x"}, "Use up to 30 letters, digits, dots, dashes and underscores"),
        ({"handle": "TAKEN"}, "This handle is taken. Choose another one."),
        ({"display_name": "  "}, "Fill this in."),
        ({"time_zone": "Mars/Olympus"}, "Choose one of those that are offered here."),
        ({"bio": "x" * 2001}, "Use at most 2000 characters; these are 2001."),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(
    client: Client, person: Person, change: dict[str, str], sentence: str
) -> None:
    make_person(handle="taken")
    before = stored(person)
    response = client.post("/settings/", PROFILE | change)
    page = response.content.decode()
    assert (response.status_code, sentence in page, "simulation, feedback" in page) == (422, True, True)
    assert stored(person) == before
    assert "Menu of Before" in page


def test_changing_the_case_of_ones_own_handle_is_no_clash(client: Client, person: Person) -> None:
    client.post("/settings/", PROFILE | {"handle": "BEFORE"})
    assert stored(person)["handle"] == "BEFORE"


def test_a_handle_taken_in_this_very_moment_is_said_too(
    client: Client, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(handle="taken")
    monkeypatch.setattr("forum.people.forms.profiles.is_handle_taken", lambda handle, but_for: False)
    monkeypatch.setattr(Person, "full_clean", lambda self, **options: None)
    response = client.post("/settings/", PROFILE | {"handle": "taken"})
    assert (response.status_code, "This handle is taken." in response.content.decode()) == (422, True)


def test_too_many_changes_are_refused_and_kept(client: Client, person: Person) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False):
        for _ in range(SETTING.times):
            client.post("/settings/", PROFILE)
        response = client.post("/settings/", PROFILE | {"interests": "one too many"})
    page = response.content.decode()
    assert (response.status_code, "a lot in a short time" in page, "one too many" in page) == (
        422,
        True,
        True,
    )


def test_reading_and_colours_are_saved_and_shown(client: Client, person: Person) -> None:
    page = client.post(
        "/settings/", {"part": "reading", "reading_order": "time", "theme": "dark"}, follow=True
    )
    fresh = Person.objects.get(pk=person.pk)
    assert (fresh.reading_order, fresh.theme, stored(person)["display_name"]) == ("time", "dark", "Before")
    assert 'data-theme="dark" data-time-zone="UTC"' in page.content.decode()


def test_the_order_of_a_topic_is_switched_in_place(client: Client, person: Person) -> None:
    ours = client.post("/settings/reading-order/time/", {"next": "/t/7/x/"})
    theirs = client.post("/settings/reading-order/tree/?next=https://evil.example/")
    wrong = client.post("/settings/reading-order/sideways/")
    assert (ours["Location"], theirs["Location"], wrong.status_code) == ("/t/7/x/", "/", 422)
    assert Person.objects.get(pk=person.pk).reading_order == "tree"


def test_visitors_sign_in_first(client: Client) -> None:
    assert client.get("/settings/")["Location"] == "/accounts/login/?next=/settings/"
    assert client.post("/settings/", PROFILE).status_code == 302


def test_what_was_typed_twice_is_kept_once(client: Client, person: Person) -> None:
    client.post("/settings/", PROFILE | {"interests": "simulation, triage,Simulation", "languages": "a,A"})
    assert (stored(person)["interests"], stored(person)["languages"]) == ("simulation, triage", "a")


def test_an_old_name_of_a_time_zone_stays_until_another_is_chosen(client: Client, person: Person) -> None:
    new = client.get("/settings/").content.decode()
    assert ("UTC until you choose where you are" in new, "Asia/Calcutta" in new) == (True, False)
    refused = client.post("/settings/", PROFILE | {"time_zone": "Asia/Calcutta"})
    Person.objects.filter(pk=person.pk).update(time_zone="Asia/Calcutta")
    page = client.get("/settings/").content.decode()
    assert ('value="Asia/Calcutta" selected' in page, "UTC until you choose" in page) == (True, False)
    kept = client.post("/settings/", PROFILE | {"time_zone": "Asia/Calcutta"})
    assert (refused.status_code, kept.status_code) == (422, 302)
    assert stored(person)["time_zone"] == "Asia/Calcutta"
