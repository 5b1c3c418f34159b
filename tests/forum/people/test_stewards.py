"""What stewards do with accounts: who may, who cannot be the object of it, and what follows at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from forum.communities.models import Change, Verb
from forum.core.limits import TENDING
from forum.core.verdicts import Invalid, Refused, TooMany
from forum.people.actions.placeholders import system_person
from forum.people.actions.stewards import end_steward, let_back_in, make_steward, shut_out
from forum.people.models import Application, Person
from forum.people.policies.stewards import (
    may_end_steward,
    may_let_back_in,
    may_make_steward,
    may_shut_out,
    may_steward,
)
from forum.people.selectors.stewards import SHUT_OUT, STEWARDS, WAITING, account_page
from tests.factories import make_person, make_placeholder, make_reply, make_topic
from tests.factories import make_steward as a_steward
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward() -> Person:
    return a_steward()


def lines() -> list[tuple[str, Any, Any, str]]:
    found = Change.objects.filter(community=None).order_by("pk")
    return [(line.verb, line.actor, line.person, line.reason) for line in found]


def applicant(state: str) -> Person:
    person = make_person(is_active=False)
    decided = {} if state == "waiting" else {"decided_at": person.joined_at}
    Application.objects.create(person=person, reason="To learn.", state=state, **decided)
    return person


# Who may ---------------------------------------------------------------------------------------------------


def test_visitors_and_members_are_no_stewards_and_who_cannot_come_in_is_none() -> None:
    assert [bool(may_steward(actor)) for actor in (a_steward(), AnonymousUser(), make_person())] == [
        True,
        False,
        False,
    ]
    with pytest.raises(IntegrityError, match="a_steward_can_come_in"), transaction.atomic():
        make_person(is_steward=True, is_active=False)


@pytest.mark.parametrize("policy", [may_make_steward, may_end_steward, may_shut_out, may_let_back_in])
def test_nobody_but_stewards_decides_about_accounts(policy: Callable[..., Any]) -> None:
    person = make_person(is_active=policy is not may_let_back_in, is_steward=policy is may_end_steward)
    assert bool(policy(a_steward(), person)) is True
    for actor in (AnonymousUser(), make_person()):
        assert str(policy(actor, person).reason) == "Only stewards of the network can do that."


def test_who_is_no_account_of_somebody_is_left_alone() -> None:
    steward = a_steward()
    for nobody in (make_placeholder(), system_person("importer", "Importer")):
        policies = (may_make_steward, may_end_steward, may_shut_out, may_let_back_in)
        assert [bool(policy(steward, nobody)) for policy in policies] == [False] * 4


# Stewards ----------------------------------------------------------------------------------------------------


def test_a_steward_makes_another_one_and_the_log_says_so(steward: Person) -> None:
    person = make_person()
    made = make_steward(steward=steward, person=person, reason=" Looks after us. ")
    person.refresh_from_db()
    assert (made.is_steward, person.is_steward) == (True, True)
    assert lines() == [(Verb.STEWARD_MADE, steward, person, "Looks after us.")]
    with pytest.raises(Refused, match="is a steward already"):
        make_steward(steward=steward, person=person)


def test_a_closed_account_is_made_no_steward(steward: Person) -> None:
    with pytest.raises(Refused, match="Open it again first"):
        make_steward(steward=steward, person=make_person(is_active=False))


def test_the_last_steward_stays_one_whatever_software_counts_as_one(steward: Person) -> None:
    system_person("importer", "Importer")
    with pytest.raises(Refused, match="last steward"):
        end_steward(steward=steward, person=steward)
    other = make_steward(steward=steward, person=make_person())
    end_steward(steward=steward, person=steward)
    steward.refresh_from_db()
    assert (steward.is_steward, [line[0] for line in lines()]) == (
        False,
        [Verb.STEWARD_MADE, Verb.STEWARD_ENDED],
    )
    with pytest.raises(Refused, match="last steward"):
        end_steward(steward=other, person=other)


def test_who_was_ended_a_moment_ago_decides_nothing_more(steward: Person) -> None:
    other, person = make_steward(steward=steward, person=make_person()), make_person()
    end_steward(steward=steward, person=other)
    assert other.is_steward is True  # as another request has them
    for act in (make_steward, end_steward, shut_out, let_back_in):
        with pytest.raises(Refused, match="Only stewards"):
            act(steward=other, person=person, reason="Because.")


# Accounts ----------------------------------------------------------------------------------------------------


def test_closing_an_account_signs_out_everywhere_takes_the_page_and_leaves_the_words(
    steward: Person, client: Client
) -> None:
    topic = make_topic()
    person = topic.author
    inside, visitor = Client(), client
    assert inside.login(username=person.email, email=person.email, password=PASSWORD)
    assert inside.get("/settings/").status_code == 200
    assert visitor.get(person.get_absolute_url()).status_code == 200

    shut_out(steward=steward, person=person, reason="Advertises.")

    assert inside.get("/settings/").status_code == 302
    assert visitor.get(person.get_absolute_url()).status_code == 404
    assert Client().login(username=person.email, email=person.email, password=PASSWORD) is False
    topic.refresh_from_db()
    assert (topic.removed_at, topic.author) == (None, person)
    assert lines() == [(Verb.PERSON_SHUT_OUT, steward, person, "Advertises.")]


def test_a_session_from_before_does_not_come_back_when_the_account_is_opened(steward: Person) -> None:
    person = make_person()
    old = Client()
    old.force_login(person)
    shut_out(steward=steward, person=person, reason="Advertises.")
    let_back_in(steward=steward, person=person, reason="It was somebody else.")
    assert old.get("/settings/").status_code == 302
    new = Client()
    assert new.login(username=person.email, email=person.email, password=PASSWORD)
    assert new.get("/settings/").status_code == 200
    assert [line[0] for line in lines()] == [Verb.PERSON_SHUT_OUT, Verb.PERSON_LET_BACK_IN]


def test_sessions_of_people_who_were_never_signed_out_go_on() -> None:
    """What such a session must know is what the framework asks for, as before there was signing out everywhere."""
    person = make_person()
    assert person.get_session_auth_hash() == AbstractBaseUser._get_session_auth_hash(person)
    person.signed_out_at = person.joined_at
    assert person.get_session_auth_hash() != AbstractBaseUser._get_session_auth_hash(person)


def test_a_steward_who_is_shut_out_comes_back_as_none(steward: Person) -> None:
    other = make_steward(steward=steward, person=make_person())
    shut_out(steward=steward, person=other, reason="Left the hospital.")
    assert let_back_in(steward=steward, person=other).is_steward is False


@pytest.mark.parametrize("reason", ["", "   "])
def test_closing_an_account_needs_a_reason(steward: Person, reason: str) -> None:
    person = make_person()
    with pytest.raises(Invalid) as refusal:
        shut_out(steward=steward, person=person, reason=reason)
    person.refresh_from_db()
    assert (refusal.value.field, person.is_active, lines()) == ("reason", True, [])


def test_nobody_closes_their_own_account_here_nor_the_last_stewards(steward: Person) -> None:
    with pytest.raises(Refused, match="your own account"):
        shut_out(steward=steward, person=steward, reason="Enough.")
    software = system_person("importer", "Importer")
    software.email = None
    with pytest.raises(Refused, match="last steward"):
        shut_out(steward=software, person=steward, reason="Enough.")


@pytest.mark.parametrize("state", ["waiting", "declined"])
def test_who_was_not_let_in_is_answered_where_requests_are(steward: Person, state: str) -> None:
    person = applicant(state)
    for act in (shut_out, let_back_in):
        with pytest.raises(Refused, match="Answer their request"):
            act(steward=steward, person=person, reason="Because.")


def test_closing_twice_and_opening_what_is_open_is_told(steward: Person) -> None:
    person = make_person()
    with pytest.raises(Refused, match="is open"):
        let_back_in(steward=steward, person=person)
    shut_out(steward=steward, person=person, reason="Advertises.")
    with pytest.raises(Refused, match="closed already"):
        shut_out(steward=steward, person=person, reason="Advertises.")


def test_deciding_over_and_over_is_told_to_wait(steward: Person) -> None:
    person = make_person()
    for _number in range(TENDING.times // 2):
        make_steward(steward=steward, person=person)
        end_steward(steward=steward, person=person)
    with pytest.raises(TooMany):
        make_steward(steward=steward, person=person)


# Finding them ------------------------------------------------------------------------------------------------


def test_accounts_are_found_by_name_handle_and_address_and_nobody_else_is(steward: Person) -> None:
    ada = make_person("Ada Byrne", handle="adab", email="ada@loom.example")
    make_placeholder("Ada Elsewhere")
    make_reply(make_topic())
    for words in ("byrne", "@ADAB", "loom.example", "ada BYRNE"):
        assert [person.pk for person in account_page(words=words).people] == [ada.pk]
    assert account_page(words="ada nobody").people == []


def test_accounts_are_narrowed_by_how_they_stand(steward: Person) -> None:
    closed, waiting = make_person(is_active=False), applicant("waiting")
    made = make_person()
    Application.objects.create(person=made, reason="x", state="accepted", decided_at=made.joined_at)
    found = {
        state: [person.pk for person in account_page(state=state).people]
        for state in (STEWARDS, WAITING, SHUT_OUT)
    }
    assert found == {STEWARDS: [steward.pk], WAITING: [waiting.pk], SHUT_OUT: [closed.pk]}
    assert {person.pk: person.is_waiting for person in account_page().people} == {
        steward.pk: False, closed.pk: False, waiting.pk: True, made.pk: False,
    }  # fmt: skip


def test_pages_of_accounts_follow_without_gap_or_repetition(steward: Person) -> None:
    made = [steward.pk, *(make_person().pk for _number in range(64))]
    found, after, pages = [], 0, 0
    while pages == 0 or after:
        page = account_page(after=after)
        found += [person.pk for person in page.people]
        after, pages = page.more, pages + 1
    assert (found, pages) == (made[::-1], 3)


# From the machine --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verification", ["optional", "mandatory"])
def test_the_first_steward_is_made_on_the_machine_and_signs_in(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, verification: str
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command(
        "createsuperuser", interactive=False, email="ada@loom.example", handle="ada", display_name="Ada Byrne",
        verbosity=0,
    )  # fmt: skip
    signed_in = client.post("/accounts/login/", {"login": "ada@loom.example", "password": PASSWORD})
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/")
    assert [client.get(url).status_code for url in ("/stewards/", "/administration/")] == [200, 200]
    assert mail.outbox == []


@pytest.mark.parametrize("named", ["ada", "@ADA", "Ada@loom.example"])
def test_somebody_who_has_signed_up_is_made_a_steward_on_the_machine(named: str) -> None:
    ada = make_person("Ada Byrne", handle="ada", email="ada@loom.example")
    call_command("make_steward", named)
    ada.refresh_from_db()
    assert ada.is_steward is True
    ((verb, actor, person, reason),) = lines()
    assert (verb, actor.kind, person, reason) == (
        Verb.STEWARD_MADE, Person.Kind.SYSTEM, ada, "On the machine itself.",
    )  # fmt: skip
    with pytest.raises(CommandError, match="is a steward already"):
        call_command("make_steward", named)


def test_nobody_is_made_a_steward_by_a_name_that_nobody_has() -> None:
    make_placeholder(handle="imported")
    for named in ("imported", "nobody"):
        with pytest.raises(CommandError, match="Nobody has an account"):
            call_command("make_steward", named)
