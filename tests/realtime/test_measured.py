"""Who is suspended or muted is told in all their sockets at once, also where everybody in the network reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.chat.models import Room
from forum.communities.actions.measures import lift_measure, mute_person, suspend_person
from forum.communities.models import Community, Role
from forum.people.models import Person
from tests.factories import make_board, make_member, make_topic
from tests.fixtures.site import Site
from tests.realtime.talking import say, talking
from tests.realtime.test_watching import watch

pytestmark = pytest.mark.slow


def moderator_of(room: Room) -> Person:
    assert room.community is not None
    return make_member(room.community, role=Role.MODERATOR)


def test_who_is_suspended_is_out_of_rooms_and_topics_in_all_tabs(
    site: Site, room: Room, ada: Person, bea: Person
) -> None:
    assert room.community is not None
    Community.objects.filter(pk=room.community.pk).update(visibility="network")
    topic = make_topic(make_board(room.community), author=bea)
    stream = f"topic:{topic.pk}"
    moderator = moderator_of(room)
    with talking(site, ada) as one, talking(site, ada) as second, talking(site, bea) as other:
        one.enter(room.pk), second.enter(room.pk), other.enter(room.pk)
        assert stream in watch(second, stream)["versions"]
        measure = suspend_person(
            moderator=moderator, person=ada, community=room.community, reason="Be kind.",
            ends_at=timezone.now() + timedelta(days=3),
        )  # fmt: skip
        one.until("revoked", 3, room=room.pk)
        heard = [second.until("revoked", 3), second.until("revoked", 3)]
        assert len(heard) == 2
        say(bea, room, "After.")
        other.heard_events(1)
        assert one.hears_nothing() and second.hears_nothing()
        assert "is suspended until" in one.enter(room.pk)["say"]
        assert stream not in watch(one, stream).get("versions", {})
        lift_measure(moderator=moderator, measure=measure, why="We talked.")
        assert one.enter(room.pk)["t"] == "sub.ok"


def test_who_is_muted_goes_on_reading_and_is_told_that_they_cannot_write(
    site: Site, room: Room, ada: Person, bea: Person
) -> None:
    assert room.community is not None
    moderator = moderator_of(room)
    with talking(site, ada) as one:
        one.enter(room.pk)
        measure = mute_person(
            moderator=moderator, person=ada, community=room.community, reason="Be kind.",
            ends_at=timezone.now() + timedelta(days=3),
        )  # fmt: skip
        told = one.until("eph", 3, room=room.pk, kind="may")
        assert (told["d"]["may"], "muted" in told["d"]["say"]) == ([], True)
        say(bea, room, "After.")
        assert len(one.heard_events(1)) == 1
        lift_measure(moderator=moderator, measure=measure, why="We talked.")
        assert "write" in one.until("eph", 3, room=room.pk, kind="may")["d"]["may"]
