"""The data administration opens, reads, and lets nobody round the actions."""

from __future__ import annotations

import pytest
from django.test import Client

from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

KINDS = ("person", "community", "membership", "board")


@pytest.fixture
def superuser(client: Client) -> Person:
    person = Person.objects.create_superuser("root@example.org", "root", PASSWORD, display_name="Root")
    client.force_login(person)
    return person


def test_what_is_there_can_be_found_and_read_but_neither_added_nor_deleted(
    client: Client, superuser: Person
) -> None:
    community = make_community()
    board, member = make_board(community), make_member(community)
    keys = {
        "person": member.pk,
        "community": community.pk,
        "board": board.pk,
        "membership": member.memberships.get().pk,
    }
    statuses = {
        kind: [
            client.get(f"/administration/forum/{kind}/{rest}").status_code
            for rest in ("", f"?q={member.handle}", f"{keys[kind]}/change/", "add/", f"{keys[kind]}/delete/")
        ]
        for kind in KINDS
    }
    assert statuses == {kind: [200, 200, 200, 403, 403] for kind in KINDS}
    assert client.get("/administration/forum/post/").status_code == 404


def test_plain_facts_are_mended_and_roles_and_passwords_are_not(client: Client, superuser: Person) -> None:
    community = make_community("Before")
    member = make_member(community, make_person("Before"))
    membership, password = member.memberships.get(), member.password
    client.post(f"/administration/forum/membership/{membership.pk}/change/", {"role": 40})
    client.post(
        f"/administration/forum/person/{member.pk}/change/",
        {"is_active": "on", "password": "x", "email": "x@x"},
    )
    membership.refresh_from_db()
    member.refresh_from_db()
    assert (membership.role, member.password, member.email) == (20, password, member.email)
    page = client.get(f"/administration/forum/person/{member.pk}/change/").content.decode()
    assert password not in page


def test_only_superusers_give_powers(client: Client, superuser: Person) -> None:
    person = make_person()
    client.post(f"/administration/forum/person/{person.pk}/change/", {"is_active": "on", "is_steward": "on"})
    person.refresh_from_db()
    assert (person.is_steward, person.is_active) == (True, True)


def test_who_signs_in_to_it_does_so_where_failures_are_counted(client: Client) -> None:
    """Its own form would let anyone guess passwords without end, and leave out the second step."""
    Person.objects.create_superuser("root@example.org", "root", PASSWORD, display_name="Root")
    form = {"username": "root@example.org", "password": PASSWORD}
    answers = [client.get("/administration/login/"), client.post("/administration/login/", form)]
    there = "/accounts/login/?next=%2Fadministration%2Flogin%2F"
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, there)] * 2
    assert "_auth_user_id" not in client.session
    assert client.get("/administration/").status_code == 302


def test_everybody_else_is_asked_to_sign_in(client: Client) -> None:
    client.force_login(make_person(is_steward=True))
    assert client.get("/administration/").status_code == 302
