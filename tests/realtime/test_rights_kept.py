"""Who may read no longer is out before the next event leaves; who signs out, in all tabs of the browser."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client as Browser
from django.utils import timezone

from forum.chat.actions.direct import block_person, open_direct_room
from forum.chat.actions.log import Happening, append
from forum.chat.actions.rooms import describe_room
from forum.chat.models import Message, Room, RoomEvent
from forum.communities.actions.members import give_role, leave_community
from forum.communities.actions.opening import archive_community, change_visibility
from forum.communities.actions.roles import take_out_member
from forum.communities.models import Community, Membership, Role
from forum.people.actions.sessions import end_other_sessions
from forum.people.actions.stewards import shut_out
from forum.people.models import Person
from realtime.consumer import OTHER
from tests.factories import make_community, make_member, make_person, make_steward
from tests.fixtures.site import Site, running_site
from tests.realtime.talking import Talker, cookie_of, open_talker, say, talking

pytestmark = pytest.mark.slow


def take_out(person: Person, community: Community) -> None:
    taker = make_member(community, role=Role.FACILITATOR)
    take_out_member(taker=taker, person=person, community=community, reason="For the test.")


def leave(person: Person, community: Community) -> None:
    leave_community(person=person, community=community)


@pytest.mark.parametrize("end", [take_out, leave])
def test_who_belongs_no_longer_hears_nothing_more(
    site: Site, room: Room, ada: Person, bea: Person, end: Callable[[Person, Community], None]
) -> None:
    assert room.community is not None
    with talking(site, ada) as one, talking(site, bea) as other:
        one.enter(room.pk), other.enter(room.pk)
        say(bea, room, "Before.")
        one.heard_events(1)
        end(ada, room.community)
        for number in range(5):
            say(bea, room, f"After {number}.")
        assert [each["seq"] for each in other.heard_events(6)] == [1, 2, 3, 4, 5, 6]
        one.until("revoked", room=room.pk)
        assert one.hears_nothing()
        assert [each["seq"] for each in one.heard if each["t"] == "ev"] == [1]
        assert one.enter(room.pk, 1)["say"] == "There is no such room."
        assert one.send(room.pk, "Still here?")["code"] == "refused"


def test_a_community_that_closes_itself_keeps_its_members_and_no_others(site: Site, bea: Person) -> None:
    community = make_community(visibility="network")
    room, member, guest = Room.objects.get(community=community), make_member(community), make_person()
    facilitator = make_member(community, role=Role.FACILITATOR)
    with talking(site, member) as one, talking(site, guest) as other:
        assert [each.enter(room.pk)["may"] for each in (one, other)] == [["write", "react"], ["react"]]
        change_visibility(changer=facilitator, community=community, visibility="private")
        say(member, room, "Among us.")
        assert one.heard_events(1)[0]["seq"] == 1
        other.until("revoked", room=room.pk)
        assert other.hears_nothing()
        archive_community(archiver=facilitator, community=community)
        changed = one.until("eph", kind="may")["d"]
        assert (changed["may"], changed["mode"]) == ([], "closed")


def test_what_one_may_do_is_told_as_it_changes(site: Site, room: Room, ada: Person) -> None:
    assert room.community is not None
    facilitator = make_member(room.community, role=Role.FACILITATOR)
    with talking(site, ada) as talker:
        talker.enter(room.pk)
        describe_room(facilitator=facilitator, room=room, slow_seconds=30)
        assert talker.until("eph", kind="may")["d"] == {
            "may": ["write", "react"], "mode": "slow", "slow": 30, "say": "",
        }  # fmt: skip
        give_role(giver=make_steward(), person=ada, community=room.community, role=Role.MODERATOR)
        assert talker.until("eph", kind="may")["d"]["may"] == ["write", "react", "moderate"]
        assert talker.enter(room.pk)["backstage"] == 0
        give_role(giver=make_steward(), person=ada, community=room.community, role=Role.GUEST)
        changed = talker.until("eph", kind="may")["d"]
        assert (changed["may"], changed["say"][:12]) == (["react"], "Only members")


def test_only_moderators_hear_their_lane_and_only_while_they_are(
    site: Site, room: Room, ada: Person, bea: Person
) -> None:
    assert room.community is not None
    give_role(giver=make_steward(), person=ada, community=room.community, role=Role.MODERATOR)
    with talking(site, ada) as one, talking(site, bea) as other:
        backstage(room), backstage(room)
        asked = one.say("sub", room=room.pk, after=0, backstage=1)
        assert one.until("sub.ok", id=asked)["backstage"] == 2
        other.say("sub", room=room.pk, id=9, after=0, backstage=0)
        assert other.until("sub.ok", id=9)["backstage"] is None
        backstage(room), say(bea, room, "For all.")
        heard = sorted((each.get("lane", 0), each["seq"]) for each in one.heard_events(3))
        assert heard == [(0, 1), (1, 2), (1, 3)]
        assert [(each.get("lane", 0), each["seq"]) for each in other.heard_events(1)] == [(0, 1)]
        give_role(giver=make_steward(), person=ada, community=room.community, role=Role.MEMBER)
        backstage(room), say(bea, room, "For all once more.")
        assert [(each.get("lane", 0), each["seq"]) for each in one.heard_events(4)[3:]] == [(0, 2)]
        assert one.hears_nothing()
        assert [each.get("lane", 0) for each in other.heard if each["t"] == "ev"] == [0]


@transaction.atomic
def backstage(room: Room) -> None:
    append(room.pk, Happening("flagged", None, timezone.now(), {}), lane=RoomEvent.Lane.BACKSTAGE)


def test_who_is_blocked_learns_that_nothing_can_be_sent(site: Site, ada: Person, bea: Person) -> None:
    room = open_direct_room(person=ada, other=bea)
    with talking(site, ada) as talker:
        assert talker.enter(room.pk)["may"] == ["write", "react"]
        block_person(person=bea, blocked=ada)
        assert talker.until("eph", kind="may")["d"]["say"].startswith("Nothing can be sent")
    with talking(site, make_steward()) as talker:
        assert talker.enter(room.pk)["code"] == "refused"


def test_who_is_blocked_does_not_see_when_the_other_looks(site: Site, ada: Person, bea: Person) -> None:
    room = open_direct_room(person=ada, other=bea)
    with talking(site, ada) as blocked, talking(site, bea) as blocker:
        blocked.enter(room.pk), blocker.enter(room.pk)
        both = blocked.until("eph", kind="present")
        assert (both if both["d"]["count"] == 2 else blocked.until("eph", kind="present"))["d"]["count"] == 2
        block_person(person=bea, blocked=ada)
        assert blocked.until("eph", kind="present")["d"] == {"count": 0, "people": []}


def test_of_two_who_share_no_community_any_more_both_are_told_and_neither_sees_the_other(
    site: Site, community: Community, ada: Person, bea: Person
) -> None:
    room = open_direct_room(person=ada, other=bea)
    with talking(site, ada) as one, talking(site, bea) as other:
        assert [each.enter(room.pk)["may"] for each in (one, other)] == [["write", "react"]] * 2
        leave_community(person=bea, community=community)
        for talker in (one, other):
            assert talker.until("eph", 5, kind="may")["d"]["may"] == []
        one.say("typing", room=room.pk), other.say("typing", room=room.pk)
        assert one.hears_nothing("typing", 0.2)
        assert all(each.get("kind") != "typing" for talker in (one, other) for each in talker.heard)


def test_a_page_of_one_does_not_speak_in_the_name_of_another(
    site: Site, room: Room, ada: Person, bea: Person
) -> None:
    browser = Browser()
    browser.force_login(ada)
    browser.force_login(bea)  # in another tab, while Ada's page was away
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    for whose, is_let_in in ((ada, False), (bea, True)):
        talker = open_talker(site, cookie)
        talker.say("hello", v=1, person=whose.pk)
        talker.say("send", id=1, room=room.pk, cid=str(uuid4()), body="Ada's own words.")
        if is_let_in:
            assert talker.until("ok")["seq"] == 1
        else:
            ended = talker.ending(5)
            assert (ended.code, ended.reason) == (4401, OTHER)
            assert Message.objects.count() == 0
        talker.stream.close()


def test_sockets_end_with_the_session_they_came_by(site: Site, room: Room, ada: Person, bea: Person) -> None:
    browser = Browser()
    browser.force_login(ada)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    with talking(site, ada) as elsewhere:
        here = greeted(open_talker(site, cookie))
        here.enter(room.pk), elsewhere.enter(room.pk)
        browser.logout()
        assert here.ending(3).code == 4401
        say(bea, room, "Who is left?")
        assert elsewhere.heard_events(1)[0]["seq"] == 1
        here.stream.close()


@pytest.mark.parametrize("code", ["ended elsewhere", "shut out"])
def test_who_is_signed_out_by_others_is_out_at_once(
    site: Site, room: Room, ada: Person, bea: Person, code: str
) -> None:
    with talking(site, ada) as talker:
        talker.enter(room.pk)
        if code == "shut out":
            shut_out(steward=make_steward(), person=ada, reason="For the test.")
        else:
            for session in Session.objects.all():
                UserSession.objects.create(user=ada, session_key=session.session_key, ip="127.0.0.1")
            end_other_sessions(actor=ada, but_for="")
        say(bea, room, "After.")
        assert talker.ending(3).code == 4401
        assert [each for each in talker.heard if each["t"] == "ev"] == []


def test_who_lost_their_rights_without_a_notice_is_found_by_looking_again(
    room: Room, ada: Person, bea: Person
) -> None:
    browser = Browser()
    browser.force_login(ada)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    with running_site("tests.realtime.live_settings") as site, talking(site, bea) as other:
        here = greeted(open_talker(site, cookie))
        here.enter(room.pk), other.enter(room.pk)
        Membership.objects.filter(person=bea).delete()
        other.until("revoked", room=room.pk)
        Session.objects.filter(session_key=browser.session.session_key).delete()
        assert here.ending(5).code == 4401
        here.stream.close()


def test_who_is_not_signed_in_is_told_after_accepting(site: Site, ada: Person) -> None:
    for cookie in ("", "nonsense", "x" * 32, "'; DROP TABLE"):
        talker = open_talker(site, cookie)
        ended = talker.ending()
        assert (ended.code, ended.reason) == (4401, "Sign in to read along.")
    talker = open_talker(site, "x" * 32)
    talker.say("sub", room=1, after=0)
    assert talker.ending().code == 4401


def test_stewards_need_their_second_step_here_too(site: Site, room: Room) -> None:
    steward = make_steward()
    with talking(site, steward) as talker:
        assert talker.enter(room.pk)["t"] == "sub.ok"
    with running_site(WEFT_STEWARDS_NEED_SECOND_STEP="1") as strict:
        ended = open_talker(strict, cookie_of(steward)).ending()
        assert (ended.code, ended.reason[:40]) == (4403, "Stewards sign in with a second step. Set")


def test_outsiders_learn_nothing_of_rooms_and_messages(site: Site, room: Room, ada: Person) -> None:
    message = say(ada, room, "Secret.")
    with talking(site, make_person()) as talker:
        answers = [talker.enter(room.pk, 0), talker.enter(999_999, 0)]
        assert [(each["code"], each["say"]) for each in answers] == [
            ("refused", "There is no such room.")
        ] * 2
        said = set()
        for target in (message.pk, 999_999):
            asked = talker.say(
                "act",
                room=room.pk,
                cid="0b3c1a52-9a55-4c55-8c5e-0f6a3c7b8d21",
                op="pin",
                target=target,
                data={},
            )
            said.add((talker.until("err", id=asked)["code"], talker.heard[-1]["say"]))
        assert said == {("refused", "There is no such room.")}


def greeted(talker: Talker) -> Talker:
    talker.say("hello", v=1)
    talker.until("welcome")
    return talker
