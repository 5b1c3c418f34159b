"""Stewards answer those who ask to join."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.models import Change
from forum.core.verdicts import Refused
from forum.network.models import Network
from forum.people.actions.applications import admit_person, apply_to_join, turn_away_person
from forum.people.models import Application, Person
from forum.people.tasks import tell_applicant
from tests.factories import make_person, make_steward
from tests.factories.network import forget_ground
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

LIST = "/stewards/applications/"


@pytest.fixture
def steward() -> Person:
    return make_steward()


def apply(name: str = "Ada Byrne") -> Application:
    person = make_person(name, is_active=False)
    return apply_to_join(person=person, reason=f"{name} teaches nurses.")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sign_in(person: Person) -> str:
    answer = Client().post("/accounts/login/", {"login": person.email, "password": PASSWORD}, follow=True)
    return html.unescape(answer.content.decode())


def logged() -> list[tuple[Any, ...]]:
    return list(Change.objects.values_list("verb", "actor", "person", "community", "reason"))


def jobs() -> list[tuple[str, dict[str, Any]]]:
    return list(ProcrastinateJob.objects.values_list("task_name", "args"))


def test_a_newcomer_is_let_in_and_told(steward: Person) -> None:
    application = apply()
    page = signed_in(steward).post(
        f"{LIST}{application.pk}/", {"decision": "admit", "answer": "Welcome."}, follow=True
    )
    application.refresh_from_db()
    person = Person.objects.get(pk=application.person_id)
    assert "is in, and hears of it by mail" in page.content.decode()
    assert (person.is_active, application.state, application.answer, application.decided_by) == (
        *(True, "accepted", "Welcome."),
        steward,
    )
    assert logged() == [("admitted", steward.pk, person.pk, None, "")]
    assert jobs() == [("tell_applicant", {"person_id": person.pk})]
    tell_applicant(person.pk)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, "Welcome." in sent.body, "/accounts/login/" in sent.body) == (
        *([person.email], "[Weft] You are in"),
        *(True, True),
    )
    assert "Welcome back" not in sign_in(person)


def test_a_newcomer_is_turned_away_and_told_why(steward: Person) -> None:
    application = apply()
    turn_away_person(steward=steward, application=application, answer="This is for <nurses> & such.")
    person = Person.objects.get(pk=application.person_id)
    assert (person.is_active, logged()) == (False, [("not-admitted", steward.pk, person.pk, None, "")])
    tell_applicant(person.pk)
    assert "This is for <nurses> & such." in mail.outbox[0].body
    page = sign_in(person)
    assert ("You were not let in" in page, "This is for <nurses> & such." in page) == (True, True)


def test_who_was_turned_away_can_be_let_in_after_all_and_who_is_in_is_not_sent_out(steward: Person) -> None:
    application = apply()
    turn_away_person(steward=steward, application=application)
    with pytest.raises(Refused, match="turned this person away already"):
        turn_away_person(steward=steward, application=application)
    admit_person(steward=steward, application=application)
    for decide in (admit_person, turn_away_person):
        with pytest.raises(Refused, match="let this person in already"):
            decide(steward=steward, application=application)
    assert Person.objects.get(pk=application.person_id).is_active is True


def test_nobody_but_a_steward_sees_or_decides_anything(client: Client, steward: Person) -> None:
    application = apply()
    member = make_person()
    with pytest.raises(Refused, match="Only stewards"):
        admit_person(steward=member, application=application)
    ordinary = signed_in(member)
    statuses = [
        ordinary.get(LIST).status_code,
        ordinary.get(f"{LIST}{application.pk}/").status_code,
        ordinary.post(f"{LIST}{application.pk}/", {"decision": "admit"}).status_code,
        client.get(LIST).status_code,
    ]
    assert (statuses, Person.objects.get(pk=application.person_id).is_active) == ([404, 404, 404, 302], False)
    page = signed_in(steward).get(LIST).content.decode()
    assert ("Ada Byrne teaches nurses." in page, application.person.email in page) == (True, True)


def test_a_steward_reads_beside_the_reason_what_newcomers_are_asked(steward: Person) -> None:
    application, client = apply(), signed_in(steward)
    address = f"{LIST}{application.pk}/"
    unasked = client.get(address).content.decode()
    Network.objects.update_or_create(pk=1, defaults={"sign_up_note": "Where do you <teach>?"})
    forget_ground()
    asked = "Newcomers are asked: Where do you &lt;teach&gt;?"
    pages = [client.get(page).content.decode() for page in (address, LIST)]
    assert ("Newcomers are asked" in unasked, [asked in page for page in pages]) == (False, [True, True])


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(steward: Person) -> None:
    application = apply()
    client, address = signed_in(steward), f"{LIST}{application.pk}/"
    too_long = client.post(address, {"decision": "admit", "answer": "word " * 200})
    assert (too_long.status_code, "word word" in too_long.content.decode()) == (422, True)
    assert client.post(address, {"decision": "perhaps"}).status_code == 422
    application.refresh_from_db()
    assert application.state == "waiting"


def test_the_list_costs_the_same_for_one_and_for_many(
    steward: Person, django_assert_num_queries: Any
) -> None:
    client = signed_in(steward)
    apply()
    client.get(LIST)
    with django_assert_num_queries(2):
        client.get(LIST)
    for number in range(29):
        apply(f"Newcomer {number}")
    with django_assert_num_queries(2):
        first = client.get(LIST).content.decode()
    assert (first.count('class="applicant"'), "Newcomer 18" in first, "Newcomer 19" in first) == (
        *(20, True),
        False,
    )
    last = Application.objects.order_by("pk")[19].pk
    second = client.get(f"{LIST}?from={last}").content.decode()
    assert (second.count('class="applicant"'), "Newcomer 28" in second) == (10, True)


def test_the_mail_is_not_sent_before_the_decision_nor_to_who_is_gone() -> None:
    application = apply()
    tell_applicant(application.person_id)
    tell_applicant(10**9)
    assert mail.outbox == []


def test_who_is_no_steward_any_more_decides_nothing(steward: Person) -> None:
    application = apply()
    Person.objects.filter(pk=steward.pk).update(is_steward=False)
    with pytest.raises(Refused, match="Only stewards"):
        admit_person(steward=steward, application=application)
