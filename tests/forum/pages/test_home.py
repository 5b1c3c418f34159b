"""The first page, signed in and signed out."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.communities.models import Community
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.marks import bookmark_post
from forum.discussions.actions.reading import mark_seen
from forum.discussions.models import Topic
from forum.discussions.selectors.listings import (
    PAGE_LENGTH,
    lively_topics,
    newest_topics,
    pinned_topics,
    unread_topics,
    waiting_questions,
)
from forum.network.actions import change_network
from forum.network.selectors import edition_of_network, renew_ground
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    place_topic,
)

pytestmark = pytest.mark.django_db


def titles(page: str) -> list[str]:
    """The titles of the topic rows of a page, in order."""
    return re.findall(r'class="topic-title"><a href="[^"]*">([^<]*)</a>', page)


def body(client: Client, url: str = "/") -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


# Signed in -----------------------------------------------------------------------------------------------


def test_unread_topics_stand_newest_first_and_leave_when_read(client: Client) -> None:
    board = make_board()
    person = make_member(board.community)
    now = timezone.now()
    for hours in (3, 1, 2):
        make_topic(board, title=f"{hours} hours ago", now=now - timedelta(hours=hours))
    read = make_topic(board, title="Read already")
    mark_seen(reader=person, topic=read, spans=[(1, 1)])
    client.force_login(person)
    assert titles(body(client)) == ["1 hours ago", "2 hours ago", "3 hours ago"]


def test_what_was_said_before_one_joined_does_not_wait() -> None:
    board = make_board()
    make_topic(board, now=timezone.now() - timedelta(days=2))
    recent = make_topic(board)
    person = make_member(board.community, since=timezone.now() - timedelta(days=1))
    assert [row.topic for row in unread_topics(person).placements] == [recent]


def test_older_pages_follow_without_gap_or_repetition() -> None:
    community = make_community()
    boards = [make_board(community) for _ in range(3)]
    person, now = make_member(community), timezone.now()
    made = [
        make_topic(boards[number % 3], now=now - timedelta(minutes=number // 2))
        for number in range(PAGE_LENGTH + 5)
    ]
    for topic in made[:10]:
        place_topic(topic, boards[(made.index(topic) + 1) % 3])
    first = unread_topics(person)
    second = unread_topics(person, first.older)
    shown = [row.topic for row in [*first.placements, *second.placements]]
    assert (len(first.placements), second.older, len(shown), set(shown)) == (
        PAGE_LENGTH,
        "",
        len(made),
        set(made),
    )
    assert shown == sorted(shown, key=lambda topic: (topic.last_post_at, topic.pk), reverse=True)


@pytest.mark.parametrize(
    "cursor", ["x", "2026-01-01T00:00:00_5", "_5", "2026-01-01T00:00:00+00:00_²", "\x00_1"]
)
def test_a_cursor_that_cannot_be_read_begins_anew(client: Client, cursor: str) -> None:
    board = make_board()
    client.force_login(make_member(board.community))
    make_topic(board, title="Here")
    assert titles(body(client, f"/?after={cursor}"))[:1] == ["Here"]


def test_the_order_is_remembered(client: Client) -> None:
    person = make_person()
    for name in ("Alpha", "Beta"):
        community = make_community(name)
        make_member(community, person)
        make_topic(make_board(community), title=f"In {name}")
    client.force_login(person)
    assert "home-group" not in body(client)
    assert "home-group" in body(client, "/?order=communities")
    page = body(client)
    assert re.findall(r'<h2><a href="[^"]*">(\w+)</a>', page) == ["Beta", "Alpha"]
    assert "home-group" not in body(client, "/?order=merged")


def test_questions_of_others_without_an_answer_wait_once(client: Client) -> None:
    board = make_board(kind="questions")
    person = make_member(board.community)
    unread = make_topic(board, title="New question", type="question")
    read = make_topic(board, title="Known question", type="question")
    make_topic(board, title="My question", type="question", author=person)
    make_topic(board, title="No question")
    mark_seen(reader=person, topic=read, spans=[(1, 1)])
    assert [row.topic for row in waiting_questions(person)] == [read, unread]
    client.force_login(person)
    assert titles(body(client)) == ["No question", "New question", "Known question"]


def test_mentions_and_bookmarks_stand_beside(client: Client) -> None:
    board = make_board()
    person = make_member(board.community, make_person(handle="ada"))
    topic = make_topic(board, title="Who knows", body="Perhaps @ada does")
    kept = make_topic(board, title="Worth keeping")
    bookmark_post(person=person, post=kept.posts.get())
    client.force_login(person)
    page = body(client)
    aside = page[page.index('<aside class="aside"') :]
    assert [title in aside for title in (topic.title, kept.title)] == [True, True]


def test_who_belongs_nowhere_is_shown_the_way_to_the_communities(client: Client) -> None:
    client.force_login(make_person())
    assert "Find your people first." in body(client)


def test_who_has_read_everything_is_told_so(client: Client) -> None:
    client.force_login(make_member(make_community()))
    assert "You have read everything." in body(client)


@pytest.mark.parametrize("order", ["merged", "communities"])
def test_the_home_of_a_person_costs_the_same_whatever_it_shows(client: Client, order: str) -> None:
    counts = []
    for many in (1, 30):
        person = make_person()
        for _ in range(many):
            follow_topic(person=person, topic=make_topic(make_board()))
            board = make_board(kind="questions")
            make_member(board.community, person)
            topic = make_topic(board, type="question", body=f"@{person.handle}?")
            bookmark_post(person=person, post=topic.posts.get())
            read = make_topic(board, type="question")
            mark_seen(reader=person, topic=read, spans=[(1, 1)])
        client.force_login(person)
        renew_ground()  # making so much may take a minute, and what is kept for one would be read anew just now
        body(client, f"/?order={order}")
        with CaptureQueriesContext(connection) as queries:
            body(client)
        counts.append(len(queries))
    # Who asks, what they belong to; keys and rows of what is new, how far it is read; the same for what is followed
    # and for questions; mentions; bookmarks; own requests and own words that wait; what one is asked to agree to,
    # and what came of it; topics that one carries or others carry of one's own; the boards that the page watches.
    assert counts == [20, 20]


# Signed out ----------------------------------------------------------------------------------------------


def test_a_visitor_is_told_what_this_is_and_sees_only_what_is_open(client: Client) -> None:
    for visibility in ("open", "network", "private", "hidden"):
        community = make_community(f"{visibility} community", visibility=visibility)
        make_topic(make_board(community), title=f"{visibility} topic")
    page = body(client)
    assert titles(page) == ["open topic"]
    assert set(re.findall(r"(\w+) community</a>", page)) == {"open"}
    assert ("How to join" in page, 'href="/accounts/signup/"' in page) == (True, True)


def test_the_welcome_is_made_once_for_all_visitors_until_something_changes(client: Client) -> None:
    topic = make_topic(make_board(make_community(visibility="open")), title="First")
    first = client.get("/")
    again = client.get("/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_reply(topic)
    changed = client.get("/", headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, "1 reply" in changed.content.decode()) == (200, True)


def test_the_welcome_forgets_a_community_that_closes(client: Client) -> None:
    community = make_community("Was open", visibility="open")
    make_topic(make_board(community), title="Was open too")
    assert titles(body(client)) == ["Was open too"]
    Community.objects.filter(pk=community.pk).update(visibility="private")
    page = body(client)
    assert (titles(page), "Was open" in page) == ([], False)


def test_a_message_to_one_visitor_is_not_shown_to_the_next(client: Client) -> None:
    make_topic(make_board(make_community(visibility="open")))
    client.force_login(make_person())
    client.post("/accounts/logout/")
    told, next_visitor = body(client), body(Client())
    assert ("signed out" in told.lower(), "signed out" in next_visitor.lower()) == (True, False)


def test_an_empty_network_still_welcomes(client: Client) -> None:
    assert "How to join" in body(client)


def test_lively_topics_are_few_of_each_board_and_newest_first() -> None:
    person = make_person()
    community = make_community()
    boards = [make_board(community) for _ in range(2)]
    now = timezone.now()
    for minutes in range(12):
        make_topic(boards[minutes // 6], now=now - timedelta(minutes=minutes))
    lively = lively_topics(Person.objects.get(pk=person.pk))
    assert [row.board for row in lively] == [boards[0]] * 3 + [boards[1]] * 3
    assert [row.last_post_at for row in lively] == sorted((row.last_post_at for row in lively), reverse=True)


def test_pinned_and_newest_are_told_apart() -> None:
    board = make_board()
    pinned, plain = make_topic(board), make_topic(board)
    board.placements.filter(topic=pinned).update(pinned_at=timezone.now())
    Topic.objects.filter(pk=make_topic(board).pk).update(removed_at=timezone.now())
    assert [row.topic for row in pinned_topics([board])] == [pinned]
    assert [row.topic for row in newest_topics([board])] == [plain]
    assert (pinned_topics([]), newest_topics([])) == ([], [])


def test_visitors_read_what_stewards_say_of_the_network_and_each_change_at_once(
    client: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    steward, seen = make_steward(), ""
    assert "many communities, one conversation" in body(client)
    for fields, shown in (
        ({"name": "Looms <b>"}, ["Looms &lt;b&gt;: many communities"]),
        (
            {"purpose": "To weave & spin."},
            ["<h1>Looms &lt;b&gt;</h1>", '<p class="lead">To weave &amp; spin.</p>'],
        ),
        ({"welcome": "Come *in*. <script>x</script>"}, ["Come <em>in</em>."]),
        ({"sign_up": "invitation"}, ["By invitation: ask a colleague"]),
        ({"sign_up": "approval"}, ["A steward reads it and answers by mail."]),
        ({"sign_up": "domains", "mail_domains": ["loom.example"]}, ["that your institution gave you"]),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            seen = edition_of_network(change_network(actor=steward, seen=seen, **fields))
        page = body(client)
        assert [words for words in shown if words not in page] == []
        assert "<script>x" not in page
