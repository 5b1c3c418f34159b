"""Reactions that were given elsewhere or long ago, put on a topic in one go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forum.core.verdicts import Invalid, Refused
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.marks import react
from forum.discussions.actions.retelling import GivenReaction, retell_reactions
from forum.discussions.models import Placement, Reaction
from forum.invariants.selectors import breaches
from tests.factories import make_member, make_person, make_reply, make_topic, mute

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2019, 5, 4, 8, 30, tzinfo=UTC)


def test_reactions_keep_their_moments_and_are_counted() -> None:
    topic = make_topic()
    first, second = make_reply(topic), make_reply(topic)
    reader, member = make_person(), make_member(topic.home_board.community)
    react(person=member, post=first, kind="thanks")
    retell_reactions(
        topic=topic,
        given=[
            GivenReaction(first, reader, "thanks", LONG_AGO),
            GivenReaction(first, reader, "same", LONG_AGO + timedelta(days=1)),
            GivenReaction(second, member, "insight", LONG_AGO + timedelta(days=2)),
        ],
    )
    for post in (topic, first, second):
        post.refresh_from_db()
    assert (first.reaction_counts, second.reaction_counts) == ({"thanks": 2, "same": 1}, {"insight": 1})
    assert (topic.helpful_count, Placement.objects.get(topic=topic).helpful_count) == (3, 3)
    moments = (
        Reaction.objects.filter(created_at__year=2019)
        .order_by("created_at")
        .values_list("created_at", flat=True)
    )
    assert list(moments) == [LONG_AGO + timedelta(days=day) for day in range(3)]
    assert breaches() == []


def test_told_twice_they_count_once() -> None:
    topic = make_topic()
    given = [GivenReaction(make_reply(topic), make_person(), "thanks", LONG_AGO)]
    retell_reactions(topic=topic, given=given)
    retell_reactions(topic=topic, given=given)
    topic.refresh_from_db()
    assert (Reaction.objects.count(), topic.helpful_count) == (1, 1)


def test_one_who_may_not_react_stops_all_and_learns_why() -> None:
    topic = make_topic()
    community = topic.home_board.community
    reply, fine, muted = make_reply(topic), make_person(), make_member(community)
    mute(muted, community)
    given = [GivenReaction(reply, person, "thanks", LONG_AGO) for person in (fine, muted)]
    with pytest.raises(Refused) as refusal:
        retell_reactions(topic=topic, given=given)
    assert str(refusal.value.sentence).startswith(f"You are muted in {community.name} until ")
    assert Reaction.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("applause", "There is no such reaction."),
        ("thanks", "This post is not, or no longer, part of the topic."),
    ],
)
def test_what_cannot_be_put_is_named(kind: str, sentence: str) -> None:
    topic = make_topic()
    reply = make_reply(topic)
    make_reply(topic, parent=reply)
    remove_post(author=reply.author, post=reply)
    with pytest.raises(Invalid) as refusal:
        retell_reactions(topic=topic, given=[GivenReaction(reply, make_person(), kind, LONG_AGO)])
    assert str(refusal.value.sentence) == sentence
    assert Reaction.objects.count() == 0
