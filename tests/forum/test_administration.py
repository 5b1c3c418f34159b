"""The data administration opens, reads, and lets nobody round the actions."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from forum.communities.models import (
    Change,
    FoundingRequest,
    Invitation,
    InvitationBatch,
    JoiningRequest,
    Partnership,
)
from forum.discussions.models import HeldPost
from forum.people.models import Application, FormerHandle, Person
from forum.personal_data.models import DataExport
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


def test_nothing_is_changed_round_the_actions(client: Client, superuser: Person) -> None:
    community = make_community("Before")
    board, member = (
        make_board(community, name="Before"),
        make_member(community, make_person("Before", handle="before")),
    )
    membership, password = member.memberships.get(), member.password
    wished = {
        "name": "After",
        "display_name": "After",
        "role": 40,
        "password": "x",
        "email": "x@x",
        "is_steward": "on",
    }
    statuses = {
        kind: client.post(f"/administration/forum/{kind}/{row.pk}/change/", wished).status_code
        for kind, row in {
            "community": community,
            "board": board,
            "membership": membership,
            "person": member,
        }.items()
    }
    assert statuses == {"community": 403, "board": 403, "membership": 403, "person": 302}
    for row in (community, board, membership, member):
        row.refresh_from_db()
    assert (community.name, board.name, membership.role) == ("Before", "Before", 20)
    assert (member.display_name, member.password, member.email) == ("Before", password, "before@example.org")
    assert (member.is_active, member.is_steward) == (True, False)
    page = client.get(f"/administration/forum/person/{member.pk}/change/").content.decode()
    assert (password in page, f'href="/stewards/people/{member.pk}/"' in page) == (False, True)


def test_superusers_alone_say_who_may_use_it(client: Client, superuser: Person) -> None:
    person = make_person()
    client.post(f"/administration/forum/person/{person.pk}/change/", {"is_staff": "on"})
    person.refresh_from_db()
    assert person.is_staff is True
    helper = Client()
    helper.force_login(person)
    person.user_permissions.set(Permission.objects.filter(codename__in=["view_person", "change_person"]))
    other = make_person()
    helper.post(f"/administration/forum/person/{other.pk}/change/", {"is_staff": "on"})
    other.refresh_from_db()
    assert other.is_staff is False


def test_what_lets_people_in_and_what_they_wrote_is_not_shown(client: Client, superuser: Person) -> None:
    board, now = make_board(), timezone.now()
    person, community = make_person(), board.community
    rows: dict[str, Any] = {
        "invitation": Invitation.objects.create(
            community=community,
            token="secret-token",
            expires_at=now,
            invited_by=person,
            email="ada@loom.example",
        ),
        "invitationbatch": InvitationBatch.objects.create(
            community=community, name="list.csv", report=[{"email": "secret-address@loom.example"}]
        ),
        "heldpost": HeldPost.objects.create(
            author=person, board=board, title="secret title", source="secret words"
        ),
        "dataexport": DataExport.objects.create(person=person, file="exports/secret.zip", state="finished"),
        "change": Change.objects.filter(community=community).first(),
        "application": Application.objects.create(person=person, reason="To learn."),
        "formerhandle": FormerHandle.objects.create(person=person, handle="ada"),
        "joiningrequest": JoiningRequest.objects.create(person=person, community=community),
        "foundingrequest": FoundingRequest.objects.create(
            person=person, fields={"name": "Looms"}, reason="So."
        ),
        "partnership": Partnership.objects.create(community=community, partner=make_community()),
    }
    for kind, row in rows.items():
        urls = [f"/administration/forum/{kind}/{rest}" for rest in ("", f"{row.pk}/change/", "?q=a")]
        pages = [client.get(url) for url in urls]
        assert {page.status_code for page in pages} == {200}, kind
        assert [b"secret" in page.content for page in pages] == [False] * 3, kind
        others = [f"/administration/forum/{kind}/{rest}" for rest in ("add/", f"{row.pk}/delete/")]
        assert [client.get(url).status_code for url in others] == [403, 403], kind
    assert client.get("/administration/forum/network/").status_code == 404


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


def test_what_the_accounts_library_keeps_is_not_to_be_read_or_mended(
    client: Client, superuser: Person
) -> None:
    page = client.get("/administration/").content.decode()
    places = (
        "mfa/authenticator",
        "account/emailaddress",
        "socialaccount/socialapp",
        "usersessions/usersession",
    )
    statuses = {place: client.get(f"/administration/{place}/").status_code for place in places}
    assert statuses == dict.fromkeys(places, 404)
    assert ("/administration/forum/person/" in page, "/administration/mfa/" in page) == (True, False)


@pytest.mark.parametrize(
    ("kind", "shown", "hidden"),
    [
        ("person", "handle__startswith=vic", "password__startswith=argon2"),
        ("invitation", "state__exact=open", "token__startswith=a"),
        ("heldpost", "state__exact=waiting", "source__contains=a"),
        ("membership", "role__exact=20", "person__password__startswith=argon2"),
    ],
)
def test_what_is_not_shown_is_not_found_out_by_narrowing_the_list(
    client: Client, superuser: Person, kind: str, shown: str, hidden: str
) -> None:
    make_member(make_community(), make_person("Victim", handle="victim"))
    here = f"/administration/forum/{kind}/"
    assert client.get(f"{here}?{shown}").status_code == 200
    refused = client.get(f"{here}?{hidden}")
    assert (refused.status_code, refused.get("Location")) in {(400, None), (302, f"{here}?e=1")}
