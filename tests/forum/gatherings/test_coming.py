"""Who comes: through which community, with how many places, and who moves up."""

from __future__ import annotations

import pytest

from forum.communities.models import Community, Role
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions.coming import answer_whether_one_comes, forget_answers
from forum.gatherings.actions.scheduling import change_gathering
from forum.gatherings.models import Coming, Gathering, Joint
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, suspend
from tests.forum.gatherings.meeting import again, meeting, when, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
State = Coming.State


@pytest.fixture
def community() -> Community:
    return make_community("Ward teaching", visibility="network")


@pytest.fixture
def host(community: Community) -> Person:
    return make_member(community, role=Role.FACILITATOR)


def comes(person: Person, gathering: Gathering, answer: State = State.COMING, **more: int) -> str:
    return answer_whether_one_comes(person=person, gathering=again(gathering), comes=answer, **more).state


def test_places_go_in_the_order_of_asking_and_who_waits_moves_up(host: Person, community: Community) -> None:
    made = meeting(host, community, capacity=1)
    one, two, three = (make_member(community, role=Role.GUEST) for _ in range(3))
    assert [comes(each, made) for each in (one, two, three)] == ["coming", "waiting", "waiting"]
    assert [comes(one, made), comes(two, made)] == ["coming", "waiting"]  # said twice, nothing changes
    comes(one, made, State.NOT_COMING)
    assert dict(Coming.objects.values_list("person", "state")) == {
        one.pk: "not",
        two.pk: "coming",
        three.pk: "waiting",
    }
    assert comes(one, made) == "waiting"
    forget_answers(person_id=two.pk, community_id=community.pk)
    assert dict(Coming.objects.values_list("person", "state")) == {one.pk: "waiting", three.pk: "coming"}


def test_who_does_not_belong_is_told_what_to_join(host: Person, community: Community) -> None:
    made = meeting(host, community)
    with pytest.raises(Refused, match="Join Ward teaching"):
        comes(make_person(), made)
    suspended = make_member(community)
    suspend(suspended, community)
    with pytest.raises(Refused, match="suspended"):
        comes(suspended, made)


def test_each_comes_through_their_own_community(host: Person, community: Community) -> None:
    made, other = meeting(host, community), make_community("Night teaching", visibility="private")
    person = make_member(other)
    with pytest.raises(Refused):
        comes(person, made)
    joint = Joint.objects.create(gathering=made, community=other)
    with pytest.raises(Refused):
        comes(person, made)  # as long as nobody there has agreed
    Joint.objects.filter(pk=joint.pk).update(state="agreed")
    assert comes(person, made) == "coming"
    assert Coming.objects.get().through == other
    with pytest.raises(Invalid, match="belong to this community"):
        comes(person, made, through_id=community.pk)


def test_whoever_waits_moves_up_when_there_are_more_places(host: Person, community: Community) -> None:
    made = meeting(host, community, capacity=1)
    for _ in range(3):
        comes(make_member(community), made)
    change_gathering(host=host, gathering=again(made), when=when(), words=words(capacity=2))
    assert sorted(Coming.objects.values_list("state", flat=True)) == ["coming", "coming", "waiting"]
    change_gathering(host=host, gathering=again(made), when=when(), words=words(capacity=1))
    change_gathering(host=host, gathering=again(made), when=when(), words=words(capacity=None))
    assert set(Coming.objects.values_list("state", flat=True)) == {"coming"}
