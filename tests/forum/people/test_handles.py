"""A handle that its person gave up goes on leading to them, and is nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from forum.core.verdicts import Invalid
from forum.people.actions.placeholders import placeholders_for
from forum.people.actions.profiles import change_profile
from forum.people.models import FormerHandle, Person
from forum.people.selectors.handles import free_handles
from tests.factories import make_board, make_community, make_person, make_reply, make_topic
from tests.forum.people.test_settings import PROFILE

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def rename(person: Person, handle: str, *, days: int = 0) -> Person:
    return change_profile(actor=person, person=person, handle=handle, now=NOW + timedelta(days=days))


def former(person: Person) -> list[str]:
    return sorted(person.former_handles.values_list("handle", flat=True))


def test_old_links_and_old_mentions_lead_to_whoever_was_meant(client: Client) -> None:
    ada, board = make_person(handle="Ada"), make_board(make_community(visibility="open"))
    topic = make_topic(board, body="Ask @ada about it.")
    assert 'href="/people/Ada/"' in topic.posts.get().html
    rename(ada, "lovelace")
    rename(ada, "byrne")
    for old in ("Ada", "ada", "lovelace"):
        response = client.get(f"/people/{old}/")
        assert (response.status_code, response["Location"]) == (302, "/people/byrne/")
    assert client.get("/people/byrne/").status_code == 200


def test_nobody_else_takes_a_handle_that_was_somebodys_and_its_person_takes_it_back(client: Client) -> None:
    ada, other = make_person(handle="ada"), make_person(handle="other")
    rename(ada, "byrne")
    client.force_login(other)
    refused = client.post("/settings/", PROFILE | {"handle": "ADA"})
    assert (refused.status_code, "This handle is taken." in refused.content.decode()) == (422, True)
    for rival in ("ada", "ADA"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=other.pk).update(handle=rival)
        with pytest.raises(IntegrityError), transaction.atomic():
            FormerHandle.objects.create(person=other, handle="byrne" if rival == "ada" else "BYRNE")
    rename(ada, "Ada")
    assert (Person.objects.get(pk=ada.pk).handle, former(ada)) == ("Ada", ["byrne"])
    assert client.get("/people/byrne/")["Location"] == "/people/Ada/"


def test_free_handles_are_those_that_nobody_has_or_had(client: Client) -> None:
    ada = make_person("Ada Byrne", handle="ada-byrne")
    rename(ada, "elsewhere")
    assert free_handles(["Ada Byrne", "Ada Byrne"]) == ["ada-byrne-2", "ada-byrne-3"]
    placed = placeholders_for({"ann@list.example": "Ada Byrne"})["ann@list.example"]
    assert placed.handle == "ada-byrne-2"
    form = {"email": "new@example.org", "password1": "correct horse battery", "display_name": "Ada Byrne"}
    assert client.post("/accounts/signup/", form).status_code == 302
    assert Person.objects.get(email="new@example.org").handle == "ada-byrne-3"


def test_after_three_new_handles_a_month_must_pass_and_an_old_one_is_always_free(client: Client) -> None:
    ada = make_person(handle="one")
    for day, handle in enumerate(("two", "three", "four")):
        rename(ada, handle, days=day)
    with pytest.raises(Invalid) as refusal:
        rename(ada, "five", days=29)
    assert str(refusal.value.sentence) == (
        "You have changed your handle 3 times in 30 days. You can choose a new one from 31 Mar 2026, "
        "or take back one that was yours."
    )
    assert (Person.objects.get(pk=ada.pk).handle, former(ada)) == ("four", ["one", "three", "two"])
    rename(ada, "two", days=29)
    assert former(ada) == ["four", "one", "three"]
    rename(ada, "five", days=62)
    assert former(ada) == ["four", "one", "three", "two"]


def test_the_refusal_stands_beside_the_handle_and_what_was_typed_is_kept(client: Client) -> None:
    ada = make_person(handle="one")
    for handle in ("two", "three", "four"):
        change_profile(actor=ada, person=ada, handle=handle)
    client.force_login(ada)
    page = client.post("/settings/", PROFILE | {"handle": "five", "bio": "Kept words"}).content.decode()
    beside = page.split('id="id_handle_error"')[1][:300]
    assert ("You have changed your handle 3 times" in beside, "Kept words" in page) == (True, True)
    assert "These handles were yours and still lead to you" in page and "@one, @three, @two" in page


def test_another_case_is_the_same_handle(client: Client) -> None:
    ada = make_person(handle="ada")
    rename(ada, "ADA")
    assert (Person.objects.get(pk=ada.pk).handle, former(ada)) == ("ADA", [])


def test_pages_of_topics_say_the_new_handle_at_once(client: Client) -> None:
    ada = make_person(handle="ada")
    topic = make_topic(make_board(make_community(visibility="open", facilitator=ada)), author=ada)
    make_reply(topic, author=ada)
    assert 'href="/people/ada/"' in client.get(topic.get_absolute_url()).content.decode()
    rename(ada, "byrne")
    page = client.get(topic.get_absolute_url()).content.decode()
    assert ('href="/people/ada/"' in page, page.count('href="/people/byrne/"')) == (False, 2)
