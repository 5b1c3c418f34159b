"""Sessions of several communities: asked, answered and ended, and who sees and comes meanwhile."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from forum.communities.models import Community, Role
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.joint import (
    agree_to_take_part,
    ask_to_take_part,
    decline_to_take_part,
    end_part,
)
from forum.gatherings.models import Coming, Gathering, Joint
from forum.gatherings.selectors.joint import joint_for
from forum.people.models import Person
from tests.factories import lift_all, make_community, make_member, make_person, mute
from tests.forum.gatherings.meeting import again, meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = Joint.State


@pytest.fixture
def other() -> Community:
    return make_community("Night teaching", visibility="private")


@pytest.fixture
def facilitator(other: Community) -> Person:
    return make_member(other, make_person("Mo Lindt"), role=Role.FACILITATOR)


@pytest.fixture
def gathering(host: Person, community: Community) -> Gathering:
    return meeting(host, community, capacity=1)


def asked(
    host: Person, gathering: Gathering, community: Community, note: str = "It is about nights."
) -> Joint:
    made = ask_to_take_part(host=host, gathering=again(gathering), community=community, note=note)
    found = joint_for(made.pk)
    assert found is not None
    return found


def test_its_people_see_and_come_once_it_has_agreed_and_no_longer_once_it_ended(
    client: Client, host: Person, facilitator: Person, gathering: Gathering, other: Community
) -> None:
    person, waiting = make_member(other), make_member(gathering.community)
    client.force_login(person)
    row = asked(host, gathering, other)
    assert client.get(gathering.get_absolute_url()).status_code == 404
    agree_to_take_part(facilitator=facilitator, joint=row)
    page = client.get(gathering.get_absolute_url()).content.decode()
    assert "Night teaching" in page and "Ward teaching" in page
    assert "Journal club" in client.get(reverse("community-gatherings", args=[other.slug])).content.decode()
    assert "Journal club" in client.get(reverse("gatherings")).content.decode()
    for each in (person, waiting):
        answer_whether_one_comes(person=each, gathering=again(gathering), comes=Coming.State.COMING)
    end_part(person=facilitator, joint=row)
    end_part(person=facilitator, joint=row)
    assert dict(Coming.objects.values_list("person", "state")) == {waiting.pk: "coming"}
    assert client.get(gathering.get_absolute_url()).status_code == 404


def test_who_looks_after_both_has_agreed_by_asking(
    host: Person, gathering: Gathering, other: Community
) -> None:
    make_member(other, host, role=Role.FACILITATOR)
    assert asked(host, gathering, other).state == State.AGREED


def test_asked_twice_it_is_asked_once_and_anew_once_it_was_declined(
    host: Person, facilitator: Person, gathering: Gathering, other: Community
) -> None:
    row = asked(host, gathering, other)
    assert (
        asked(host, gathering, other, "Again.").pk == row.pk
        and asked(host, gathering, other).note == row.note
    )
    with pytest.raises(Invalid, match="Say why"):
        decline_to_take_part(facilitator=facilitator, joint=row, reason=" ")
    decline_to_take_part(facilitator=facilitator, joint=row, reason="Not that night.")
    with pytest.raises(Refused, match="answered already"):
        agree_to_take_part(facilitator=facilitator, joint=row)
    renewed = asked(host, gathering, other, "Another night.")
    assert (renewed.pk, renewed.state, renewed.reason) == (row.pk, State.ASKED, "")


def test_nobody_else_asks_answers_or_ends(
    host: Person, facilitator: Person, gathering: Gathering, other: Community, community: Community
) -> None:
    row = asked(host, gathering, other)
    for person in (make_member(other, role=Role.MODERATOR), make_member(community), make_person()):
        with pytest.raises(Refused):
            asked(person, gathering, make_community())
        for act in (agree_to_take_part, lambda **given: decline_to_take_part(reason="No.", **given)):
            with pytest.raises(Refused):
                act(facilitator=person, joint=row)
        with pytest.raises(Refused):
            end_part(person=person, joint=row)
    with pytest.raises(Refused):
        agree_to_take_part(facilitator=host, joint=row)
    hidden = make_community(visibility="hidden")
    with pytest.raises(Refused, match="no such community"):
        ask_to_take_part(host=host, gathering=again(gathering), community=hidden, note="Come.")
    with pytest.raises(Refused, match="holds the session"):
        ask_to_take_part(host=host, gathering=again(gathering), community=community, note="Come.")


def test_on_pages_one_asks_and_the_other_answers(
    client: Client, host: Person, facilitator: Person, gathering: Gathering, other: Community
) -> None:
    client.force_login(host)
    address = reverse("gathering-together", args=[gathering.pk])
    assert "Night teaching" in client.get(address).content.decode()
    assert client.post(address, {"community": other.pk, "note": ""}).status_code == 422
    assert client.post(address, {"community": other.pk, "note": "It is about nights."}).status_code == 302
    page = reverse("joint", args=[Joint.objects.get().pk])
    client.force_login(make_member(other))
    assert [client.get(page).status_code, client.post(page, {"agree": "1"}).status_code] == [404, 404]
    client.force_login(facilitator)
    shown = client.get(page).content.decode()
    assert "It is about nights." in shown and "Ward teaching" in shown and "Journal club" in shown
    assert client.post(page, {"decline": "1", "reason": ""}).status_code == 422
    assert client.post(page, {"agree": "1"}).status_code == 302
    assert client.post(page, {"agree": "1"}).status_code == 403
    assert client.get(gathering.get_absolute_url()).status_code == 200
    assert client.post(reverse("joint-end", args=[Joint.objects.get().pk])).status_code == 302
    assert Joint.objects.get().state == State.ENDED
    assert client.get(gathering.get_absolute_url()).status_code == 404


def test_a_hidden_community_is_not_named_to_who_comes_through_another_one(
    client: Client, other: Community
) -> None:
    secret = make_community("Whistle blowers", visibility="hidden")
    host = make_member(secret, make_person("Ada Byrne"), role=Role.FACILITATOR)
    held = meeting(host, secret)
    Joint.objects.create(gathering=held, community=other, state="agreed")
    member = make_member(other)
    client.force_login(member)
    pages = [held.get_absolute_url(), reverse("gatherings"), reverse("gathering-calendar", args=[held.pk])]
    for page in [*pages, reverse("community-gatherings", args=[other.slug])]:
        said = client.get(page).content.decode()
        assert ("Journal club" in said, "Whistle blowers" in said, secret.slug in said) == (
            True,
            False,
            False,
        ), page
    client.force_login(host)
    assert "Whistle blowers" in client.get(held.get_absolute_url()).content.decode()


def test_who_may_not_speak_reads_what_is_asked_and_why_they_do_not_answer(
    client: Client, host: Person, facilitator: Person, gathering: Gathering, other: Community
) -> None:
    page = reverse("joint", args=[asked(host, gathering, other).pk])
    mute(facilitator, other)
    client.force_login(facilitator)
    for answered in (client.get(page), client.post(page, {"agree": "1"})):
        told = answered.content.decode()
        assert "It is about nights." in told and "You are muted in Night teaching" in told
    assert Joint.objects.get().state == State.ASKED
    lift_all(facilitator, other)
    assert client.post(page, {"agree": "1"}).status_code == 302
