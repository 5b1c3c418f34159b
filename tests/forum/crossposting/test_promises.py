"""What is promised of topics beside their home is found where it is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from forum.communities.models import Community
from forum.discussions.models import Board, HiddenPost, Placement, Topic
from forum.discussions.models.placements import MOST_ELSEWHERE
from forum.invariants.selectors import breaches
from tests.factories import (
    Crossing,
    make_board,
    make_community,
    make_crossing,
    make_reply,
    make_topic,
    place_topic,
)

pytestmark = pytest.mark.django_db
State, Side = Placement.State, Placement.Side


def placement_of(crossing: Crossing) -> Placement:
    return Placement.objects.get(topic=crossing.topic, board=crossing.there)


def change(crossing: Crossing, **values: object) -> None:
    Placement.objects.filter(topic=crossing.topic, board=crossing.there).update(**values)


def change_home(crossing: Crossing, **values: object) -> None:
    Placement.objects.filter(topic=crossing.topic, board=crossing.home).update(**values)


def hides_what_it_does_not_count(crossing: Crossing) -> None:
    post = make_reply(crossing.topic)
    HiddenPost.objects.create(placement=placement_of(crossing), post=post)


def hides_the_first_post(crossing: Crossing) -> None:
    HiddenPost.objects.create(placement=placement_of(crossing), post=crossing.topic.posts.get())
    change(crossing, hidden_count=1)


def hides_words_of_another_topic(crossing: Crossing) -> None:
    post = make_reply(make_topic(crossing.home))
    HiddenPost.objects.create(placement=placement_of(crossing), post=post)
    change(crossing, hidden_count=1)


def hides_at_home(crossing: Crossing) -> None:
    home = Placement.objects.get(topic=crossing.topic, board=crossing.home)
    HiddenPost.objects.create(placement=home, post=make_reply(crossing.topic))
    change_home(crossing, hidden_count=1)


def hides_where_it_waits(crossing: Crossing) -> None:
    waits = place_topic(crossing.topic, make_board(crossing.there.community), state=State.PENDING)
    HiddenPost.objects.create(placement=waits, post=make_reply(crossing.topic))
    Placement.objects.filter(pk=waits.pk).update(hidden_count=1)


def stands_on_too_many(crossing: Crossing) -> None:
    for _each in range(MOST_ELSEWHERE):
        place_topic(crossing.topic, make_board(crossing.there.community))


def is_locked_at_home_alone(crossing: Crossing) -> None:
    change_home(crossing, locked_at=timezone.now())


def is_pinned_where_it_ended(crossing: Crossing) -> None:
    place_topic(crossing.topic, make_board(crossing.there.community), state=State.REMOVED)
    Placement.objects.filter(state=State.REMOVED).update(pinned_at=timezone.now())


def runs_out_where_it_stands(crossing: Crossing) -> None:
    change(crossing, expires_at=timezone.now())


def waits_though_removed(crossing: Crossing) -> None:
    place_topic(crossing.topic, make_board(crossing.there.community), state=State.PENDING)
    make_topic(crossing.home)
    Topic.objects.filter(pk=crossing.topic.pk).update(removed_at=timezone.now(), post_count=0)
    crossing.topic.posts.update(removed_at=timezone.now(), source="", html="")
    change(crossing, state=State.REMOVED, ended_by=Side.HOME)
    Board.objects.filter(pk=crossing.there.pk).update(topic_count=0, post_count=0)
    Board.objects.filter(pk=crossing.home.pk).update(topic_count=1, post_count=1)


def was_decided_at_no_time(crossing: Crossing) -> None:
    change(crossing, decided_at=None)


def waits_to_be_read_by_others(crossing: Crossing) -> None:
    community = make_community(visibility="private")
    topic = make_topic(make_board(community))
    place_topic(topic, crossing.there, state=State.PENDING)


def waits_to_be_read_by_who_may_not(crossing: Crossing) -> None:
    topic = make_topic(make_board(make_community(), read_from=20))
    place_topic(topic, crossing.there, state=State.PENDING)


def is_read_by_others(crossing: Crossing) -> None:
    Community.objects.filter(pk=crossing.home.community_id).update(visibility="private")


@pytest.mark.parametrize(
    ("break_it", "key"),
    [
        (hides_what_it_does_not_count, "I4-hidden-posts"),
        (hides_the_first_post, "I5-hidden-from-guests"),
        (hides_words_of_another_topic, "I5-hidden-from-guests"),
        (hides_at_home, "I5-hidden-from-guests"),
        (hides_where_it_waits, "I5-hidden-from-guests"),
        (stands_on_too_many, "I5-few-boards"),
        (is_locked_at_home_alone, "I5-at-home"),
        (is_pinned_where_it_ended, "I5-ended-is-over"),
        (runs_out_where_it_stands, "I5-ended-is-over"),
        (waits_though_removed, "I5-removed-from-everywhere"),
        (was_decided_at_no_time, "I5-decided-in-time"),
        (waits_to_be_read_by_others, "I7-home-alone"),
        (waits_to_be_read_by_who_may_not, "I7-home-alone"),
        (is_read_by_others, "I7-no-widening"),
    ],
)
def test_a_broken_promise_is_told(break_it: Callable[[Crossing], None], key: str) -> None:
    crossing = make_crossing()
    crossing.place()
    assert breaches() == []
    break_it(crossing)
    assert [breach.promise.key for breach in breaches()] == [key]
