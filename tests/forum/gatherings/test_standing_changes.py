"""What somebody keeps of a live session whose standing changes: parts of those taken out, places of the suspended."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum.communities.actions.measures import suspend_person
from forum.communities.actions.roles import take_out_member
from forum.communities.models import Community, Role
from forum.core.verdicts import Refused
from forum.gatherings.actions.coming import answer_whether_one_comes
from forum.gatherings.actions.hosts import Named
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.models import Coming, Gathering, Host
from forum.gatherings.policies.gatherings import may_prepare
from forum.gatherings.policies.talk import may_lead_talk, may_take_part
from forum.gatherings.selectors.gatherings import gatherings_seen_by
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person
from tests.forum.gatherings.going_on import begun, room_of
from tests.forum.gatherings.meeting import again, meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = Coming.State


@pytest.fixture
def community() -> Community:
    return make_community("Ward teaching", visibility="open")


@pytest.fixture
def facilitator(community: Community) -> Person:
    return make_member(community, make_person("Ada Byrne"), role=Role.FACILITATOR)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def leads(person: Person, gathering: Gathering) -> tuple[bool, bool, bool]:
    """Whether they prepare it, lead its talk, and take part in it."""
    actor, now = fresh(person), again(gathering)
    return (
        bool(may_prepare(actor, now)),
        bool(may_lead_talk(actor, room_of(now))),
        bool(may_take_part(actor, now)),
    )


@pytest.mark.parametrize("part", [Host.Part.HOST, Host.Part.SPEAKER])
def test_who_is_taken_out_neither_leads_what_everybody_reads_nor_speaks_in_it(
    facilitator: Person, community: Community, part: Host.Part
) -> None:
    gone, stays, guest = make_member(community), make_member(community), make_person()
    named = [Named(part, each) for each in (gone, stays, guest)]
    over, live = (begun(facilitator, community, hosts=named) for _ in range(2))
    end_gathering(host=facilitator, gathering=over)
    draft = meeting(facilitator, community, hosts=named, is_draft=True)
    is_host = part == Host.Part.HOST
    before = {each: [leads(gone, each), leads(guest, each)] for each in (over, live)}
    take_out_member(taker=facilitator, person=gone, community=community, reason="They sell things.")
    for each, (of_gone, of_guest) in before.items():
        assert of_gone == of_guest == (is_host, is_host, True) and leads(gone, each) == (False, False, False)
        assert leads(guest, each) == of_guest and leads(stays, each) == of_gone
    assert not gatherings_seen_by(fresh(gone)).filter(pk=draft.pk).exists()
    assert [each.hosts.filter(person=gone).count() for each in (over, live, draft)] == [1, 0, 0]
    make_member(community, gone)
    assert [leads(gone, each)[:2] for each in (over, live)] == [(False, False)] * 2


def suspended(person: Person, community: Community, facilitator: Person, *, until: datetime) -> None:
    suspend_person(
        moderator=facilitator, person=person, community=community, reason="They shout.", ends_at=until
    )


def test_who_is_suspended_until_after_it_begins_has_no_place_and_somebody_else_moves_up(
    facilitator: Person, community: Community
) -> None:
    made = meeting(facilitator, community, capacity=1)
    one, other = make_member(community), make_member(community)
    for each in (one, other):
        answer_whether_one_comes(person=each, gathering=again(made), comes=State.COMING)
    suspended(one, community, facilitator, until=made.starts_at + timedelta(hours=1))
    assert list(Coming.objects.values_list("person", "state")) == [(other.pk, "coming")]


def test_who_is_suspended_and_back_before_it_begins_keeps_the_place_and_may_let_go_of_it(
    facilitator: Person, community: Community, client: Client
) -> None:
    made = meeting(facilitator, community, capacity=1)
    one, other = make_member(community), make_member(community)
    for each in (one, other):
        answer_whether_one_comes(person=each, gathering=again(made), comes=State.COMING)
    suspended(one, community, facilitator, until=made.starts_at - timedelta(hours=1))
    assert Coming.objects.get(person=one).state == "coming"
    client.force_login(one)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "suspended" in page and "I do not come after all" in page
    with pytest.raises(Refused, match="suspended"):
        answer_whether_one_comes(person=fresh(one), gathering=again(made), comes=State.COMING)
    answer = client.post(f"/live/{made.pk}/stay-away/")
    assert answer.status_code == 302
    assert dict(Coming.objects.values_list("person", "state")) == {one.pk: "not", other.pk: "coming"}
    assert "I do not come after all" not in client.get(made.get_absolute_url()).content.decode()
    assert timezone.now() < made.starts_at
