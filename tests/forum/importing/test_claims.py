"""Who holds the address under which posts were imported may claim them; nobody else may."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from forum.core.verdicts import Refused
from forum.discussions.models import Board, Topic
from forum.importing.actions.claims import claim_authorship
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_person
from tests.forum.importing.conftest import Import, outline
from tests.forum.importing.mails import headed, mail

ARCHIVE = mail() + mail(
    b"An answer.\n",
    head=headed(From="bo at clinic.example (Bo Berg)", Message_ID="<2@x>", References="<one@clinic.example>"),
)


def holder(address: str = "Ann@Clinic.example", *, verified: bool = True) -> Person:
    person = make_person("Ann Ek, MD")
    EmailAddress.objects.create(user=person, email=address, verified=verified)
    return person


@pytest.fixture
def author(bring_in: Import) -> Person:
    bring_in(ARCHIVE)
    return Person.objects.get(source_address="ann@clinic.example")


def test_posts_come_to_stand_under_the_person_who_holds_the_address(board: Board, author: Person) -> None:
    person = holder()
    before = Topic.objects.get().version
    claim_authorship(person=person, author=author)
    topic = Topic.objects.get()
    assert outline(board) == ["Dosage: 1 Ann Ek, MD, 2 Bo Berg<1"]
    assert (topic.author, person.pk in topic.participant_ids, author.pk in topic.participant_ids) == (
        person,
        True,
        False,
    )
    assert topic.version > before
    author.refresh_from_db()
    assert (author.became, author.is_active) == (person, False)
    assert breaches() == []


def test_later_imports_go_straight_to_the_person(board: Board, author: Person, bring_in: Import) -> None:
    person = holder()
    claim_authorship(person=person, author=author)
    bring_in(ARCHIVE + mail(b"More.\n", head=headed(Message_ID="<3@x>", References="<2@x>")))
    assert outline(board) == ["Dosage: 1 Ann Ek, MD, 2 Bo Berg<1, 3 Ann Ek, MD<2"]


def test_one_person_s_two_addresses_become_one_participant(board: Board, author: Person) -> None:
    person = holder()
    EmailAddress.objects.create(user=person, email="bo@clinic.example", verified=True)
    claim_authorship(person=person, author=author)
    claim_authorship(person=person, author=Person.objects.get(source_address="bo@clinic.example"))
    assert Topic.objects.get().participant_ids == [person.pk]
    assert outline(board) == ["Dosage: 1 Ann Ek, MD, 2 Ann Ek, MD<1"]


@pytest.mark.parametrize(
    ("address", "verified"), [("ann@clinic.example", False), ("ann@clinic.example.org", True)]
)
def test_without_the_confirmed_address_nothing_can_be_claimed(
    client: Client, author: Person, address: str, verified: bool
) -> None:
    person = holder(address, verified=verified)
    with pytest.raises(Refused, match="Confirm the address under which these posts were written"):
        claim_authorship(person=person, author=author)
    client.force_login(person)
    assert b"ann@clinic.example" not in client.get(reverse("authorship")).content.replace(
        address.encode() + b"<", b""
    )
    assert client.post(reverse("authorship-claim", args=[author.pk])).status_code == 404


def test_posts_are_claimed_once(author: Person) -> None:
    claim_authorship(person=holder(), author=author)
    with pytest.raises(Refused, match="Someone has claimed these posts already"):
        claim_authorship(person=holder("ann@clinic.example"), author=author)


def test_the_page_offers_what_can_be_claimed(client: Client, author: Person) -> None:
    client.force_login(holder())
    page = client.get(reverse("authorship")).content.decode()
    assert "Ann Ek" in page and "1 post" in page and "Bo Berg" not in page
    response = client.post(reverse("authorship-claim", args=[author.pk]), follow=True)
    assert "What Ann Ek wrote now stands under your name." in response.content.decode()
