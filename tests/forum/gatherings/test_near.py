"""Sessions that are near, on the pages that everybody opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum.communities.actions.opening import archive_community
from forum.communities.models import Community, Role
from forum.gatherings.actions.reminding import remind_of_what_is_near
from forum.gatherings.models import Coming, Gathering, Joint
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, make_steward
from tests.forum.gatherings.meeting import meeting, series, when

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def community() -> Community:
    return make_community("Ward teaching", visibility="network")


@pytest.fixture
def host(community: Community) -> Person:
    return make_member(community, make_person("Ada Byrne", handle="ada"), role=Role.FACILITATOR)


def page(client: Client, address: str, reader: Person | None = None) -> str:
    if reader is not None:
        client.force_login(reader)
    return client.get(address).content.decode()


def test_a_community_shows_the_next_three_that_are_announced(
    client: Client, community: Community, host: Person
) -> None:
    for number in range(4):
        made = meeting(host, community, title=f"Paper {number}.")
        Gathering.objects.filter(pk=made.pk).update(
            starts_at=made.starts_at + timedelta(days=number), ends_at=made.ends_at + timedelta(days=number)
        )
    meeting(host, community, title="A draft.", is_draft=True)
    called_off = meeting(host, community, title="Called off.")
    Gathering.objects.filter(pk=called_off.pk).update(state="cancelled")
    member = make_member(community)
    Coming.objects.create(gathering=Gathering.objects.get(title="Paper 1."), person=member, through=community)
    shown = page(client, community.get_absolute_url(), member)
    assert [shown.count(f"Paper {number}.") for number in range(4)] == [1, 1, 1, 0]
    assert "A draft." not in shown
    assert "Called off." not in shown
    assert shown.count("You come") == 1
    assert "You come" not in page(client, community.get_absolute_url(), make_member(community))


def test_the_first_page_shows_those_of_the_week_where_one_belongs(
    client: Client, community: Community, host: Person
) -> None:
    made = meeting(host, community, title="Ours.")
    now = timezone.now()
    Gathering.objects.filter(pk=made.pk).update(
        starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1)
    )
    meeting(host, community, title="In a week.")
    Gathering.objects.filter(title="In a week.").update(
        starts_at=now + timedelta(days=8), ends_at=now + timedelta(days=8, hours=1)
    )
    member, other = make_member(community), make_person("Cy Elsewhere", handle="cy")
    shown = page(client, "/", member)
    assert ("Ours." in shown, "In a week." in shown, ">now<" in shown) == (True, False, True)
    assert "Ours." not in page(client, "/", other)


def test_a_session_in_which_ones_community_takes_part_is_near_there_too(
    client: Client, community: Community
) -> None:
    elsewhere = make_community("Hidden hosts", visibility="hidden")
    hidden_host = elsewhere.memberships.get().person
    made = meeting(hidden_host, elsewhere, title="Together.")
    part = Joint.objects.create(gathering=made, community=community, note="Come.")
    member = make_member(community)
    assert "Together." not in page(client, community.get_absolute_url(), member)
    Joint.objects.filter(pk=part.pk).update(state="agreed")
    shown = page(client, community.get_absolute_url(), member)
    assert ("Together." in shown, "Hidden hosts" in shown) == (True, False)


def test_of_a_series_the_next_session_is_near_alone(
    client: Client, community: Community, host: Person
) -> None:
    now, first = timezone.now(), when()
    made = series(host, community, first=first, until=first["day"] + timedelta(days=21), now=now)
    shown = page(client, community.get_absolute_url(), host)
    assert [f"/live/{each.pk}/" in shown for each in made] == [True, False, False, False]
    Gathering.objects.filter(pk=made[0].pk).update(state="cancelled")
    shown = page(client, community.get_absolute_url(), host)
    assert [f"/live/{each.pk}/" in shown for each in made] == [False, True, False, False]


def test_what_visitors_see_changes_with_the_sessions(
    client: Client, host: Person, community: Community
) -> None:
    Community.objects.filter(pk=community.pk).update(visibility="open")
    assert "Ours." not in page(client, community.get_absolute_url())
    made = meeting(host, community, title="Ours.")
    assert "Ours." in page(client, community.get_absolute_url())
    Gathering.objects.filter(pk=made.pk).update(state="cancelled")
    assert "Ours." not in page(client, community.get_absolute_url())


def test_what_an_archived_community_had_planned_is_near_nowhere_and_nobody_comes(
    client: Client, community: Community, host: Person
) -> None:
    made, member = meeting(host, community, title="Ours."), make_member(community)
    begins = timezone.now() + timedelta(hours=20)
    Gathering.objects.update(starts_at=begins, ends_at=begins + timedelta(hours=1))
    places = ("/", "/live/", community.get_absolute_url())
    assert all("Ours." in page(client, place, member) for place in places)
    archive_community(archiver=make_steward(), community=community)
    assert not any("Ours." in page(client, place, member) for place in places)
    answered = client.post(f"/live/{made.pk}/come/")
    assert answered.status_code == 403
    assert "This community is archived." in answered.content.decode()
    assert remind_of_what_is_near(now=timezone.now()) == 0
    Community.objects.update(archived_at=None)
    assert remind_of_what_is_near(now=timezone.now()) == 1
