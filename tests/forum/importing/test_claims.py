"""Who holds the address under which posts were imported may claim them; nobody else may."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.discussions.models import Board, Topic
from forum.importing.actions.claims import claim_authorship
from forum.importing.selectors import authors_offered_to
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_member, make_person, make_placeholder
from tests.forum.importing.conftest import Import, outline
from tests.forum.importing.mails import headed, mail

ARCHIVE = mail() + mail(
    b"An answer.\n",
    head=headed(From="bo at clinic.example (Bo Berg)", Message_ID="<2@x>", References="<one@clinic.example>"),
)


GROWN = ARCHIVE + mail(b"More.\n", head=headed(Message_ID="<3@x>", References="<2@x>"))


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


def test_what_comes_under_a_claimed_address_waits_to_be_claimed(
    board: Board, author: Person, bring_in: Import
) -> None:
    person = holder()
    claim_authorship(person=person, author=author)
    moderator = make_member(board.community, role=Role.MODERATOR)
    for _again in range(2):
        bring_in(GROWN, importer=moderator)
        assert outline(board) == ["Dosage: 1 Ann Ek, MD, 2 Bo Berg<1, 3 Ann Ek<2"]
    waiting = board.home_topics.get().posts.get(number=3).author
    assert (waiting.kind, waiting.source_address, waiting.became) == (
        Person.Kind.PLACEHOLDER,
        "ann@clinic.example",
        None,
    )
    assert [(row, row.wrote) for row in authors_offered_to(person)] == [(waiting, 1)]
    assert breaches() == []
    claim_authorship(person=person, author=waiting)
    assert outline(board) == ["Dosage: 1 Ann Ek, MD, 2 Bo Berg<1, 3 Ann Ek, MD<2"]
    assert ([*authors_offered_to(person)], breaches()) == ([], [])


def test_a_name_that_nobody_claimed_stands_for_its_address_in_every_archive(
    board: Board, author: Person, bring_in: Import
) -> None:
    claim_authorship(person=holder(), author=author)
    bring_in(GROWN)
    bring_in(GROWN + mail(b"Once more.\n", head=headed(Message_ID="<4@x>", References="<3@x>")))
    third, fourth = board.home_topics.get().posts.filter(number__gt=2).order_by("number")
    assert (third.author, fourth.author.became, fourth.parent) == (fourth.author, None, third)
    assert Person.objects.filter(source_address="ann@clinic.example", became=None).count() == 1


def test_one_name_waits_for_an_address_at_a_time(author: Person) -> None:
    with pytest.raises(IntegrityError, match="placeholder_address_once"), transaction.atomic():
        make_placeholder(source_address="ann@clinic.example")
    claim_authorship(person=holder(), author=author)
    assert make_placeholder(source_address="ann@clinic.example").became is None


def test_the_address_of_an_account_gives_no_words_to_it(board: Board, bring_in: Import) -> None:
    person = make_person("Ann Ek", email="ann@clinic.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    bring_in(ARCHIVE)
    assert outline(board) == ["Dosage: 1 Ann Ek, 2 Bo Berg<1"]
    topic = board.home_topics.get()
    assert (person.posts.count(), person.topics.count(), person.pk in topic.participant_ids) == (0, 0, False)
    assert [row.source_address for row in authors_offered_to(person)] == ["ann@clinic.example"]


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


def test_the_page_leads_to_the_words_that_the_person_may_read(
    client: Client, board: Board, author: Person
) -> None:
    client.force_login(holder())
    page = client.get(reverse("authorship")).content.decode()
    assert (f'href="{author.get_absolute_url()}"' in page, "Ann Ek" in page) == (True, True)
    assert client.get(author.get_absolute_url()).status_code == 200
    Community.objects.filter(pk=board.community_id).update(visibility=Community.Visibility.PRIVATE)
    page = client.get(reverse("authorship")).content.decode()
    assert (f'href="{author.get_absolute_url()}"' in page, "Ann Ek" in page) == (False, True)
    assert client.get(author.get_absolute_url()).status_code == 404


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
