"""Following a topic: who may, what it shows them, and what is gone when they may read it no longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Community, Membership, Role
from forum.core.limits import REACTING
from forum.core.verdicts import Refused, TooMany
from forum.discussions.actions.boards import catch_up_with_board
from forum.discussions.actions.following import follow_topic, unfollow_topic
from forum.discussions.actions.reading import mark_seen
from forum.discussions.models import Following, Level, Placement, Topic
from forum.discussions.selectors.following import PAGE_LENGTH, followed_news_elsewhere, followed_topics
from forum.people.actors import Actor
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    mute,
    place_topic,
    suspend,
)
from tests.factories.people import refill
from tests.forum.pages.test_home import body, titles

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def anew(topic: Topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


def outcome(act: Callable[..., None], actor: Actor, topic: Topic) -> str:
    try:
        act(person=actor, topic=topic)
    except Refused as refusal:
        return str(refusal.sentence)
    return "followed"


# Who may -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visibility", "level", "may"),
    [
        ("open", Level.READERS, "stranger guest member muted suspended moderator facilitator steward"),
        ("network", Level.READERS, "stranger guest member muted suspended moderator facilitator steward"),
        ("private", Level.READERS, "guest member muted moderator facilitator steward"),
        ("hidden", Level.READERS, "guest member muted moderator facilitator steward"),
        ("open", Level.MEMBERS, "member muted moderator facilitator steward"),
        ("open", Level.MODERATORS, "moderator facilitator steward"),
    ],
)
def test_whoever_reads_a_topic_may_follow_it_and_nobody_else(visibility: str, level: int, may: str) -> None:
    community = make_community(visibility=visibility)
    topic = make_topic(make_board(community, read_from=level))
    actors: dict[str, Actor] = {
        "visitor": AnonymousUser(),
        "stranger": make_person(),
        "guest": make_member(community, role=Role.GUEST),
        "member": make_member(community),
        "muted": make_member(community),
        "suspended": make_member(community),
        "moderator": make_member(community, role=Role.MODERATOR),
        "facilitator": make_member(community, role=Role.FACILITATOR),
        "steward": make_steward(),
    }
    mute(actors["muted"], community)  # type: ignore[arg-type]
    suspend(actors["suspended"], community)  # type: ignore[arg-type]
    said = {name: outcome(follow_topic, actor, topic) for name, actor in actors.items()}
    reads_as_visitor = visibility == "open" and level == Level.READERS
    assert said == {
        name: "followed"
        if name in may.split()
        else "Sign in to follow this topic."
        if name == "visitor" and reads_as_visitor
        else "There is no such topic."
        for name in actors
    }
    assert Following.objects.filter(topic=topic).count() == len(may.split())


def test_following_twice_is_following_once_and_so_is_ending_it() -> None:
    topic = make_topic()
    person = make_member(topic.home_board.community)
    counts = []
    for act in (follow_topic, follow_topic, unfollow_topic, unfollow_topic):
        act(person=person, topic=topic)
        counts.append(Following.objects.count())
    assert counts == [1, 1, 0, 0]


@pytest.mark.parametrize("act", [follow_topic, unfollow_topic])
def test_nobody_follows_faster_than_people_do(act: Callable[..., None]) -> None:
    topic = make_topic()
    person = make_member(topic.home_board.community)
    now: dict[str, Any] = {"person": person, "topic": topic}
    refill(REACTING, person)
    for _ in range(REACTING.times):
        act(**now)
    with pytest.raises(TooMany):
        act(**now)


# On the page of the topic --------------------------------------------------------------------------------


def test_the_button_turns_and_shows_on_ones_own_page_alone() -> None:
    topic = make_topic(make_board(make_community(visibility=Community.Visibility.OPEN)))
    mine, theirs, visitor = signed_in(make_person()), signed_in(make_person()), Client()
    follow, unfollow = reverse("follow", args=[topic.pk]), reverse("unfollow", args=[topic.pk])

    def shown() -> list[tuple[bool, bool]]:
        pages = [client.get(topic.get_absolute_url()).content.decode() for client in (mine, theirs, visitor)]
        return [(f'"{follow}?' in page, f'"{unfollow}?' in page) for page in pages]

    assert shown() == [(True, False), (True, False), (False, False)]
    tag = mine.get(topic.get_absolute_url())["ETag"]
    # By script, which leaves no message behind: a page with one is never answered with “not modified”.
    assert mine.post(follow, headers={"hx-request": "true"}).status_code == 200
    assert mine.get(topic.get_absolute_url(), headers={"if-none-match": tag}).status_code == 200
    assert shown() == [(False, True), (True, False), (False, False)]
    mine.post(unfollow)
    assert shown() == [(True, False), (True, False), (False, False)]


def test_without_script_the_button_leads_back_to_where_one_was_and_nowhere_else() -> None:
    topic = make_topic()
    client = signed_in(make_member(topic.home_board.community))
    for post in (reverse("follow", args=[topic.pk]), reverse("unfollow", args=[topic.pk])):
        there = {
            "/following/": "/following/",
            "https://elsewhere.example/": topic.get_absolute_url(),
            "//elsewhere.example/": topic.get_absolute_url(),
            "": topic.get_absolute_url(),
        }
        found = {wish: client.post(f"{post}?next={wish}")["Location"] for wish in there}
        assert found == there
        part = client.post(post, headers={"hx-request": "true"})
        assert (part.status_code, part.content.decode().count("<button")) == (200, 1)


def test_a_topic_one_may_not_read_answers_like_none() -> None:
    topic = make_topic(make_board(make_community(visibility=Community.Visibility.HIDDEN)))
    client = signed_in(make_person())
    answers = [
        client.post(reverse(name, args=[key])).status_code
        for name in ("follow", "unfollow")
        for key in (topic.pk, 99_999_999)
    ]
    assert (answers, Following.objects.count()) == ([404] * 4, 0)
    visitor = Client().post(reverse("follow", args=[topic.pk]))
    assert visitor["Location"].startswith(reverse("account_login"))


# The list ------------------------------------------------------------------------------------------------


def test_what_one_follows_is_listed_by_activity_with_what_is_new_in_it() -> None:
    board, now = make_board(), timezone.now()
    person = make_person()
    read, half, unopened = (
        make_topic(board, title=title, now=now - timedelta(days=days))
        for title, days in (("All read", 3), ("Half read", 90), ("Never opened", 1))
    )
    make_topic(board, title="Not followed")
    for _ in range(3):
        make_reply(half, now=now - timedelta(hours=2))
    for topic in (read, half, unopened):
        follow_topic(person=person, topic=topic)
    mark_seen(reader=person, topic=read, spans=[(1, 1)])
    mark_seen(reader=person, topic=anew(half), spans=[(1, 2)])
    client = signed_in(person)
    page = body(client, "/following/")
    assert titles(page) == ["Half read", "Never opened", "All read"]
    assert ["2 new" in page, page.count("unread-count"), page.count("/unfollow/")] == [True, 2, 3]
    catch_up_with_board(reader=person, board=board)
    assert "unread-count" not in body(client, "/following/")


def test_the_list_goes_on_where_a_page_ended_without_gap_or_repetition() -> None:
    boards, person, now = [make_board() for _ in range(3)], make_person(), timezone.now()
    made = [
        make_topic(boards[number % 3], now=now - timedelta(minutes=number // 2))
        for number in range(PAGE_LENGTH + 5)
    ]
    for topic in made[:10]:
        place_topic(topic, boards[(made.index(topic) + 1) % 3])
    for topic in made:
        refill(REACTING, person)
        follow_topic(person=person, topic=topic)
    first = followed_topics(person)
    second = followed_topics(person, first.older)
    shown = [row.topic for row in [*first.placements, *second.placements]]
    assert (len(first.placements), second.older, len(shown), set(shown)) == (
        PAGE_LENGTH, "", len(made), set(made),
    )  # fmt: skip
    assert shown == sorted(shown, key=lambda topic: (topic.last_post_at, topic.pk), reverse=True)
    client = signed_in(person)
    assert titles(body(client, f"/following/?after={first.older.replace('+', '%2B')}")) == [
        topic.title for topic in shown[PAGE_LENGTH:]
    ]
    assert len(titles(body(client, "/following/?after=%27"))) == PAGE_LENGTH


def lose_by_expulsion(person: Person, topic: Topic) -> None:
    expel(person, topic.home_board.community)


def lose_by_suspension(person: Person, topic: Topic) -> None:
    suspend(person, topic.home_board.community)


def lose_by_removal(person: Person, topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(removed_at=timezone.now())


def lose_by_withdrawal(person: Person, topic: Topic) -> None:
    topic.placements.update(state=Placement.State.WITHDRAWN, ended_by=Placement.Side.READERS)


def lose_by_level(person: Person, topic: Topic) -> None:
    topic.home_board.read_from = Level.MODERATORS
    topic.home_board.save()


@pytest.mark.parametrize(
    "lose",
    [lose_by_expulsion, lose_by_suspension, lose_by_removal, lose_by_withdrawal, lose_by_level],
)
def test_what_may_no_longer_be_read_is_gone_at_once(lose: Callable[[Person, Topic], None]) -> None:
    community = make_community(visibility=Community.Visibility.PRIVATE)
    lost = make_topic(make_board(community), title="Soon lost")
    kept = make_topic(make_board(make_community(visibility="open")), title="Kept")
    person = make_member(community)
    for topic in (lost, kept):
        follow_topic(person=person, topic=topic)
    client = signed_in(person)
    assert titles(body(client, "/following/")) == ["Kept", "Soon lost"]
    lose(person, lost)
    assert titles(body(client, "/following/")) == ["Kept"]
    assert "Soon lost" not in body(client, "/")


def test_the_list_is_for_who_is_signed_in_and_says_what_to_do_when_empty(client: Client) -> None:
    assert client.get("/following/")["Location"].startswith(reverse("account_login"))
    assert "You follow nothing yet." in body(signed_in(make_person()), "/following/")


def test_the_list_costs_the_same_whatever_it_holds() -> None:
    counts = []
    for many in (1, 30):
        person = make_person()
        for _ in range(many):
            refill(REACTING, person)
            follow_topic(person=person, topic=make_topic())
        client = signed_in(person)
        body(client, "/following/")
        with CaptureQueriesContext(connection) as queries:
            body(client, "/following/")
        counts.append(len(queries))
    # Who asks, what they belong to; keys and rows of what they follow; how far it is read, and what they called read.
    assert counts == [6, 6]


# On the first page ---------------------------------------------------------------------------------------


def test_the_first_page_shows_news_of_followed_topics_outside_ones_communities() -> None:
    own, other = make_board(), make_board()
    person = make_member(own.community)
    inside, outside, read, both = (
        make_topic(board, title=title)
        for board, title in ((own, "Inside"), (other, "Outside"), (other, "Read"), (other, "Both"))
    )
    place_topic(both, own)
    for topic in (inside, outside, read, both):
        follow_topic(person=person, topic=topic)
    mark_seen(reader=person, topic=read, spans=[(1, 1)])
    assert [row.topic for row in followed_news_elsewhere(person)] == [outside]
    page = body(signed_in(person), "/")
    assert titles(page[page.index('id="followed"') :]) == ["Outside"]
    assert titles(page) == ["Both", "Inside", "Outside"]
    mark_seen(reader=person, topic=outside, spans=[(1, 1)])
    assert 'id="followed"' not in body(signed_in(person), "/")


def test_who_leaves_a_community_they_read_anyway_goes_on_following() -> None:
    topic = make_topic(title="Still here")
    person = make_member(topic.home_board.community)
    follow_topic(person=person, topic=topic)
    assert followed_news_elsewhere(person) == []
    Membership.objects.filter(person=person).delete()
    assert [row.topic for row in followed_news_elsewhere(Person.objects.get(pk=person.pk))] == [topic]
