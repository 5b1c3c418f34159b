"""Whoever is told of something hears over their socket that another number waits, and nobody else does."""

from __future__ import annotations

import pytest
import redis
from django.conf import settings

from forum.communities.models import Community
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.replies import post_reply
from forum.notifications.actions.reading import read_all_notices
from forum.notifications.events import InboxesChanged
from forum.notifications.models import Notice
from forum.people.models import Person
from realtime.publishing import stream_channel
from realtime.wiring import MOST_TOLD, tell_inboxes
from tests.factories import make_board, make_member, make_topic
from tests.fixtures.site import Site
from tests.realtime.talking import talking
from tests.realtime.test_watching import told, watch

pytestmark = pytest.mark.slow


def test_who_is_told_hears_of_it_and_when_they_have_read_it(
    site: Site, community: Community, ada: Person, bea: Person
) -> None:
    topic = make_topic(make_board(community), author=ada)
    carl = make_member(community)
    with talking(site, ada) as one, talking(site, bea) as other, talking(site, carl) as third:
        for talker, person in ((one, ada), (other, bea), (third, carl)):
            assert watch(talker, f"person:{person.pk}")["refused"] == []
        follow_topic(person=bea, topic=topic)
        post_reply(author=carl, topic=topic, body="We do.")
        for talker, person in ((one, ada), (other, bea)):
            assert told(talker, f"person:{person.pk}") == {
                "t": "told", "stream": f"person:{person.pk}", "version": 0, "kind": "counts", "d": {},
            }  # fmt: skip
        told(third, f"person:{carl.pk}")  # who answers has read it
        assert third.hears_nothing("told")
        read_all_notices(person=bea, up_to=Notice.objects.latest("pk").pk)
        told(other, f"person:{bea.pk}")
        assert one.hears_nothing("told")


def test_of_very_many_the_first_are_told_in_one_go_and_the_rest_find_it_themselves() -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as client, client.pubsub() as listener:
        listener.psubscribe(stream_channel("person:*"))
        assert listener.get_message(timeout=1) is not None  # that it listens
        tell_inboxes(InboxesChanged(person_ids=tuple(range(1, MOST_TOLD + 50))))
        heard = []
        while (message := listener.get_message(timeout=0.5)) is not None:
            heard.append(message["channel"].decode())
    assert heard == [stream_channel(f"person:{number}") for number in range(1, MOST_TOLD + 1)]
