"""Live sessions over the socket: who is out hears nothing, votes come as sums, and the room opens and closes."""

from __future__ import annotations

from uuid import uuid4

import pytest

from forum.communities.models import Community, Role
from forum.gatherings.actions.joint import end_part
from forum.gatherings.actions.leading import end_gathering, start_gathering
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.models import Gathering, Question
from forum.gatherings.selectors.joint import joint_for
from forum.people.models import Person
from tests.factories import make_community, make_member, make_person, mute
from tests.fixtures.site import Site
from tests.forum.gatherings.going_on import joined, near, said
from tests.forum.gatherings.meeting import again
from tests.realtime.talking import talking

pytestmark = pytest.mark.slow


@pytest.fixture
def host(transactional_db: None) -> Person:
    community = make_community("Ward teaching", visibility="private")
    return make_member(community, make_person("Host Byrne"), role=Role.FACILITATOR)


@pytest.fixture
def gathering(host: Person) -> Gathering:
    return near(host, Community.objects.get(memberships__person=host), minutes=50)


def test_it_opens_when_it_begins_and_who_comes_through_others_is_out_once_these_are(
    site: Site, host: Person, gathering: Gathering
) -> None:
    other = make_community("Night teaching", visibility="private")
    member, through = make_member(gathering.community), make_member(other)
    row, key = joined(gathering, other), gathering.room_id or 0
    with talking(site, member) as one, talking(site, through) as two:
        for each in (one, two):
            entered = each.enter(key)
            assert (entered["may"], entered["mode"]) == ([], "closed")
        start_gathering(host=host, gathering=again(gathering))
        assert one.until("eph", kind="may")["d"]["may"] == ["write", "react"]
        assert one.heard_events(1)[0]["d"]["state"] == "live"
        found = joint_for(row.pk)
        assert found is not None
        end_part(person=host, joint=found)
        two.until("revoked", room=key)
        said(host, gathering, "Only us now.")
        assert one.heard_events(2)[-1]["kind"] == "said" and two.hears_nothing()
        mute(member, gathering.community)
        end_gathering(host=host, gathering=again(gathering))
        assert one.heard_events(3)[-1]["d"]["state"] == "closed"


def test_many_votes_are_one_sum_and_who_comes_later_reads_the_same(
    site: Site, host: Person, gathering: Gathering
) -> None:
    start_gathering(host=host, gathering=again(gathering))
    question = ask_question(asker=host, gathering=again(gathering), words="How long?", client_id=uuid4())
    key, voters = gathering.room_id or 0, [make_member(gathering.community) for _number in range(4)]
    with talking(site, host) as watching:
        watching.enter(key)
        for voter in voters:
            with talking(site, voter) as each:
                each.enter(key)
                for op in ("vote", "vote", "unvote", "vote"):
                    asked = each.say("act", room=key, cid=str(uuid4()), op=op, target=question.pk, data={})
                    each.until("ok", id=asked)
        sums: dict[str, int] = {}
        while sums.get(str(question.pk)) != len(voters):
            event = watching.until("ev", kind="sums")
            sums = event["d"]["questions"]
        last = event["seq"]
    with talking(site, voters[0]) as late:
        entered = late.enter(key, last - 1)
        assert entered["head"] >= last
        assert late.heard_events(1)[0]["d"]["questions"] == {str(question.pk): len(voters)}
    assert Question.objects.get().votes == len(voters)
