"""Topics and boards that are watched: who may, what they are told, and what they are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from forum.chat.payloads import signature_of
from forum.communities.actions.members import give_role, leave_community
from forum.communities.actions.opening import change_visibility
from forum.communities.actions.roles import take_out_member
from forum.communities.models import Community, Role
from forum.crossposting.actions.ending import end_placement
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.actions.reading import see_posts
from forum.discussions.actions.replies import post_reply
from forum.discussions.models import Board, Placement, Post, Topic
from forum.people.actions.profiles import change_profile
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_topic,
    place_topic,
)
from tests.fixtures.site import Site
from tests.realtime.talking import Talker, talking

pytestmark = pytest.mark.slow


@pytest.fixture
def board(community: Community) -> Board:
    return make_board(community)


@pytest.fixture
def topic(board: Board, ada: Person) -> Topic:
    return make_topic(board, author=ada, title="Ward rounds at Kerubo", body="Words that nobody is told of.")


def watch(talker: Talker, *streams: str) -> dict[str, Any]:
    """Ask to be told; the answer."""
    asked = talker.say("watch", streams=list(streams))
    while True:
        message = talker.next()
        if message.get("id") == asked and message["t"] in {"watch.ok", "err"}:
            return message


def told(talker: Talker, stream: str, **parts: Any) -> dict[str, Any]:
    return talker.until("told", 5, stream=stream, **parts)


def test_who_reads_may_watch_and_others_learn_no_more_than_of_what_is_not_there(
    site: Site, topic: Topic, board: Board, ada: Person
) -> None:
    streams = [f"topic:{topic.pk}", f"board:{board.pk}", f"topic:{topic.pk + 999}"]
    with talking(site, ada) as talker:
        answer = watch(talker, *streams)
        assert answer["versions"] == {streams[0]: topic.version, streams[1]: Board.objects.get().version}
        assert answer["refused"] == [streams[2]]
    with talking(site, make_person()) as talker:
        answer = watch(talker, *streams)
        assert (answer["versions"], answer["refused"]) == ({}, streams)


def test_one_is_told_of_oneself_alone(site: Site, topic: Topic, ada: Person, bea: Person) -> None:
    with talking(site, ada) as one, talking(site, bea) as other:
        assert watch(one, f"person:{ada.pk}", f"person:{bea.pk}")["refused"] == [f"person:{bea.pk}"]
        assert watch(other, f"person:{bea.pk}")["refused"] == []
        see_posts(reader=ada, topic=topic, first=1, last=1, now=timezone.now())
        assert told(one, f"person:{ada.pk}") == {
            "t": "told", "stream": f"person:{ada.pk}", "version": 0, "kind": "counts", "d": {},
        }  # fmt: skip
        assert other.hears_nothing("told")


def test_what_happens_to_a_topic_is_told_with_numbers_and_without_words(
    site: Site, topic: Topic, board: Board, ada: Person, bea: Person
) -> None:
    with talking(site, bea) as talker:
        watch(talker, f"topic:{topic.pk}", f"board:{board.pk}")
        first = post_reply(author=ada, topic=topic, body="Sunflower.")
        react(person=bea, post=first, kind="thanks")
        edit_post(editor=ada, post=first, body="Sunflower seeds.", revision=1)
        last = post_reply(author=ada, topic=topic, body="More of it.")
        remove_post(author=ada, post=last)
        for kind, number in (("replied", 2), ("reacted", 2), ("edited", 2), ("replied", 3), ("removed", 3)):
            message = told(talker, f"topic:{topic.pk}")
            assert (message["kind"], message["d"]) == (kind, {"number": number})
        assert message["version"] == Topic.objects.get(pk=topic.pk).version
        told(talker, f"board:{board.pk}", kind="removed")
        here = [each for each in talker.heard if each.get("stream") == f"board:{board.pk}"]
        assert {each["kind"] for each in here} >= {"replied", "removed"}
        assert all(each["d"] == {"topic": topic.pk} for each in here)
        everything = json.dumps([each for each in talker.heard if each["t"] == "told"])
        for word in ("Sunflower", "Kerubo", ada.display_name, ada.handle, str(ada.email)):
            assert word not in everything


def test_an_accepted_answer_is_told(site: Site, board: Board, ada: Person, bea: Person) -> None:
    topic = make_topic(board, author=ada, type=Topic.Type.QUESTION)
    answer = make_reply(topic, author=bea)
    with talking(site, bea) as talker:
        watch(talker, f"topic:{topic.pk}")
        accept_answer(person=ada, post=answer)
        message = told(talker, f"topic:{topic.pk}")
        assert (message["kind"], message["d"]) == ("accepted", {"number": 2})


def take_out(person: Person, community: Community) -> None:
    taker = make_member(community, role=Role.FACILITATOR)
    take_out_member(taker=taker, person=person, community=community, reason="For the test.")


def leave(person: Person, community: Community) -> None:
    leave_community(person=person, community=community)


@pytest.mark.parametrize("end", [take_out, leave])
def test_who_belongs_no_longer_is_told_nothing_more(
    site: Site, topic: Topic, board: Board, ada: Person, bea: Person, end: Callable[[Person, Community], None]
) -> None:
    streams = f"topic:{topic.pk}", f"board:{board.pk}"
    with talking(site, bea) as one, talking(site, ada) as other:
        watch(one, *streams), watch(other, *streams)
        end(bea, board.community)
        post_reply(author=ada, topic=topic, body="Among us.")
        assert {one.until("revoked", 3)["stream"] for _each in streams} == {*streams}
        told(other, streams[0], kind="replied")
        assert one.hears_nothing("told")
        assert [each for each in one.heard if each["t"] == "told"] == []
        assert watch(one, *streams)["refused"] == [*streams]


def test_a_board_for_moderators_is_watched_by_them_and_only_while_they_are(site: Site, ada: Person) -> None:
    community = make_community()
    board = make_board(community, read_from=Role.MODERATOR)
    give_to = make_member(community, ada, role=Role.MODERATOR)
    facilitator = make_member(community, role=Role.FACILITATOR)
    topic = make_topic(board, author=facilitator)
    with talking(site, give_to) as talker:
        assert watch(talker, f"topic:{topic.pk}", f"board:{board.pk}")["refused"] == []
        give_role(giver=facilitator, person=ada, community=community, role=Role.MEMBER)
        assert {talker.until("revoked", 3)["stream"] for _ in range(2)} == {
            f"topic:{topic.pk}", f"board:{board.pk}",
        }  # fmt: skip


def test_a_community_that_closes_itself_keeps_its_members(site: Site, ada: Person) -> None:
    community = make_community(visibility="network")
    member, facilitator = make_member(community), make_member(community, role=Role.FACILITATOR)
    topic = make_topic(make_board(community), author=member)
    with talking(site, ada) as guest, talking(site, member) as one:
        watch(guest, f"topic:{topic.pk}"), watch(one, f"topic:{topic.pk}")
        change_visibility(changer=facilitator, community=community, visibility="private")
        assert guest.until("revoked", 3)["stream"] == f"topic:{topic.pk}"
        post_reply(author=member, topic=topic, body="Among us.")
        told(one, f"topic:{topic.pk}", kind="replied")
        assert guest.hears_nothing("told")


def test_a_removed_topic_is_nobodys(site: Site, topic: Topic, board: Board, ada: Person, bea: Person) -> None:
    with talking(site, bea) as talker:
        watch(talker, f"topic:{topic.pk}", f"board:{board.pk}")
        remove_post(author=ada, post=Post.objects.get(topic=topic))
        assert talker.until("revoked", 3)["stream"] == f"topic:{topic.pk}"
        here = [each["version"] for each in talker.heard if each.get("stream") == f"board:{board.pk}"]
        assert here[-1] == Board.objects.get(pk=board.pk).version


def test_who_starts_to_hide_what_they_do_is_named_no_longer(
    site: Site, topic: Topic, ada: Person, bea: Person
) -> None:
    with talking(site, ada) as one, talking(site, bea) as other:
        watch(one, f"topic:{topic.pk}"), watch(other, f"topic:{topic.pk}")
        assert one.until("eph", 5, kind="present", d=present(ada, bea))
        change_profile(actor=bea, person=bea, activity_shown_to="nobody")
        assert one.until("eph", 5, kind="present", d={"count": 2, "people": [signature_of(ada)]})


def present(*people: Person) -> dict[str, Any]:
    return {"count": len(people), "people": [signature_of(each) for each in people]}


def test_what_is_private_is_told_to_nobody_who_watches_where_else_it_stands(
    site: Site, ada: Person, bea: Person
) -> None:
    open_board = make_board(make_community())
    hidden = make_board(make_community(visibility="private"))
    reader, insider = make_member(open_board.community), make_member(hidden.community)
    topic = make_topic(open_board)
    Placement.objects.create(topic=topic, board=hidden)
    with talking(site, reader) as one, talking(site, insider) as other:
        assert watch(one, f"topic:{topic.pk}", f"board:{hidden.pk}")["refused"] == [f"board:{hidden.pk}"]
        assert watch(other, f"board:{hidden.pk}")["refused"] == []
        make_reply(topic)
        assert told(one, f"topic:{topic.pk}")["d"] == {"number": 2}
        assert told(other, f"board:{hidden.pk}")["d"] == {"topic": topic.pk}
        assert str(f"board:{hidden.pk}") not in json.dumps(
            [each for each in one.heard if each["t"] == "told"]
        )


def test_one_page_watches_so_much_and_no_more(site: Site, topic: Topic, ada: Person) -> None:
    with talking(site, ada) as talker:
        assert watch(talker, f"topic:{topic.pk}", f"person:{ada.pk}")["t"] == "watch.ok"
        assert watch(talker, *(f"topic:{900 + number}" for number in range(59)))["code"] == "rooms"
        assert watch(talker, *(f"topic:{900 + number}" for number in range(58)))["t"] == "watch.ok"
        talker.say("unwatch", streams=[f"topic:{topic.pk}"])
        post_reply(author=ada, topic=topic, body="Nobody looks.")
        told(talker, f"person:{ada.pk}")  # who answers has read it
        assert talker.hears_nothing("told")


def test_who_read_a_topic_on_a_board_hears_nothing_once_it_stands_there_no_longer(
    site: Site, ada: Person
) -> None:
    home, there = make_board(make_community(visibility="private")), make_board(ada_community(ada))
    topic, moderator = make_topic(home), make_member(there.community, role=Role.MODERATOR)
    insider = make_member(home.community)
    placement = place_topic(topic, there)
    with talking(site, ada) as one, talking(site, insider) as other:
        assert watch(one, f"topic:{topic.pk}", f"board:{there.pk}")["refused"] == []
        watch(other, f"topic:{topic.pk}")
        make_reply(topic)
        assert told(one, f"topic:{topic.pk}", kind="replied")["d"] == {"number": 2}
        end_placement(person=moderator, placement=placement)
        make_reply(topic), make_reply(topic)
        assert one.until("revoked", 3)["stream"] == f"topic:{topic.pk}"
        for number in (2, 3, 4):
            assert told(other, f"topic:{topic.pk}", kind="replied")["d"] == {"number": number}
        assert one.hears_nothing("told")
        heard = [(each["kind"], each["d"]) for each in one.heard if each.get("stream") == f"board:{there.pk}"]
        assert heard[-1] == ("moved", {})
        assert {"number": 3} not in [each.get("d") for each in one.heard]
        assert watch(one, f"topic:{topic.pk}")["refused"] == [f"topic:{topic.pk}"]


def test_who_read_a_topic_elsewhere_hears_nothing_once_its_home_has_closed(site: Site) -> None:
    crossing = make_crossing("network", "private")
    crossing.place()
    facilitator = make_member(crossing.home.community, role=Role.FACILITATOR)
    stream = f"topic:{crossing.topic.pk}"
    with talking(site, crossing.reader) as one, talking(site, crossing.author) as other:
        assert watch(one, stream, f"board:{crossing.there.pk}")["refused"] == []
        watch(other, stream)
        change_visibility(changer=facilitator, community=crossing.home.community, visibility="private")
        make_reply(crossing.topic, author=crossing.author)
        assert one.until("revoked", 3)["stream"] == stream
        told(other, stream, kind="replied")
        assert one.hears_nothing("told")
        assert all(each["kind"] == "moved" for each in one.heard if each["t"] == "told")


def test_whose_membership_ended_hears_nothing_of_what_stands_on_its_boards(site: Site) -> None:
    home, there = (
        make_board(make_community(visibility="private")),
        make_board(make_community(visibility="private")),
    )
    topic, reader = make_topic(home), make_member(there.community)
    place_topic(topic, there)
    with talking(site, reader) as one:
        assert watch(one, f"topic:{topic.pk}")["refused"] == []
        leave(reader, there.community)
        make_reply(topic)
        assert one.until("revoked", 3)["stream"] == f"topic:{topic.pk}"
        assert one.hears_nothing("told")


def ada_community(ada: Person) -> Community:
    return Community.objects.get(memberships__person=ada)
