"""Topics get another home: who may, who reads them there, what goes along and what stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forum.communities.models import Change, Verb
from forum.core.verdicts import Invalid, Refused
from forum.discussions.actions.agreements import NotAgreed
from forum.discussions.actions.changing_boards import archive_board
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.marks import bookmark_post
from forum.discussions.actions.moving import move_topics
from forum.discussions.actions.reading import mark_seen
from forum.discussions.actions.topics import pin_topic
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, Bookmark, Draft, HeldPost, Placement, ReadPosition, Topic
from forum.discussions.selectors.reading import unread_by_board
from forum.discussions.selectors.topics import topics_on
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_community,
    make_member,
    make_reply,
    make_steward,
    make_topic,
    place_topic,
)
from tests.forum.discussions.roles import MODERATE, ROLES, someone

pytestmark = pytest.mark.django_db


def two_boards(**fields: Any) -> tuple[Board, Board]:
    community = make_community(**fields)
    return make_board(community), make_board(community)


def move(*topics: Topic, to: Board, mover: Person | None = None, **more: Any) -> list[str]:
    """Why each of the topics that stayed did."""
    report = move_topics(mover=mover or make_steward(), topics=topics, to=to, **more)
    return [str(reason) for _topic, reason in report.stayed]


def figures(*boards: Board) -> list[tuple[int, int]]:
    rows = Board.objects.in_bulk([board.pk for board in boards])
    return [(rows[board.pk].topic_count, rows[board.pk].post_count) for board in boards]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_topics_are_moved_by_who_moderates_both_boards(role: str) -> None:
    here, there = two_boards()
    topic = make_topic(here)
    mover = someone(role, here)
    try:
        said = move(topic, to=there, mover=mover)
    except Refused as refusal:
        said = [str(refusal.sentence)]
    assert said == ([] if role in MODERATE else [f"Only moderators of {there.name} can move topics there."])
    topic.refresh_from_db()
    assert topic.home_board == (there if role in MODERATE else here)
    assert breaches() == []


def test_a_board_moderator_moves_between_their_own_boards_alone() -> None:
    here, there = two_boards()
    third = make_board(here.community)
    person = make_board_moderator(there, make_board_moderator(here))
    mine, foreign = make_topic(here), make_topic(third)
    person = Person.objects.get(pk=person.pk)
    assert move(mine, foreign, to=there, mover=person) == ["Only moderators of its home board can move it."]
    with pytest.raises(Refused, match="Only moderators of"):
        move(mine, to=third, mover=person)
    assert {topic.pk: topic.home_board for topic in Topic.objects.all()} == {
        mine.pk: there,
        foreign.pk: third,
    }


def test_everything_that_belongs_to_it_goes_along() -> None:
    here, there = two_boards()
    topic, left = make_topic(here), make_topic(here)
    reader, writer = make_member(here.community), make_member(here.community)
    reply = make_reply(topic, author=writer)
    topic.refresh_from_db()
    mark_seen(reader=reader, topic=topic, spans=[(1, 2)])
    bookmark_post(person=reader, post=reply)
    keep_draft(person=reader, place=topic, body="Half a thought")
    held = HeldPost.objects.create(author=writer, board=here, topic=topic, source="Held.")
    pin_topic(moderator=make_steward(), topic=topic, board=here)
    address, versions = topic.get_absolute_url(), dict(Board.objects.values_list("pk", "version"))
    version = Topic.objects.get(pk=topic.pk).version
    assert move(topic, to=there, reason="It is a question.") == []
    topic.refresh_from_db()
    placement = topic.placements.get()
    assert (topic.home_board, placement.board, placement.state) == (there, there, Placement.State.LIVE)
    assert placement.pinned_at is None
    assert {post.via_board for post in topic.posts.all()} == {there}
    assert figures(here, there) == [(1, 1), (1, 2)]
    assert topic.version == version + 1
    assert all(board.version > versions[board.pk] for board in Board.objects.all())
    held.refresh_from_db()
    assert (held.board, topic.get_absolute_url()) == (there, address)
    assert ReadPosition.objects.get(person=reader, topic=topic).seen_count == 2
    assert Bookmark.objects.filter(person=reader, post=reply).exists()
    assert Draft.objects.get(person=reader, place=f"topic:{topic.pk}").body == "Half a thought"
    assert [row.topic_id for row in topics_on(here).every_placement] == [left.pk]
    line = Change.objects.get(verb=Verb.TOPIC_MOVED)
    assert (line.about, line.board_key, line.reason, line.details) == (
        there.name, there.pk, "It is a question.", {"topic": topic.pk, "from": here.name, "to": there.name},
    )  # fmt: skip
    assert breaches() == []


def test_a_topic_that_stood_there_as_a_guest_stands_there_once() -> None:
    here, there = two_boards()
    topic = make_topic(here)
    for state in (Placement.State.LIVE, Placement.State.DECLINED):
        placed = place_topic(topic, there, state=state)
        if state == Placement.State.LIVE:
            pin_topic(moderator=make_steward(), topic=topic, board=there)
            Board.objects.filter(pk=there.pk).update(topic_count=1, post_count=1)
        assert breaches() == []
        assert move(topic, to=there) == []
        placement = topic.placements.get()
        assert (placement.board, placement.state) == (there, Placement.State.LIVE)
        assert (placement.pinned_at is not None) is (state == Placement.State.LIVE)
        assert (figures(here, there), breaches()) == ([(0, 0), (1, 1)], [])
        assert move(topic, to=here) == []
        assert placed.pk is not None


def test_other_readers_are_agreed_to_first() -> None:
    community = make_community("Ward 7", visibility="network")
    wide, narrow = make_board(community), make_board(community, read_from=20)
    topic = make_topic(wide)
    with pytest.raises(NotAgreed) as caught:
        move(topic, to=narrow)
    assert str(caught.value.sentence).startswith(
        "1 topic is read by everyone who is signed in now, and would be read by members of Ward 7."
    )
    assert topic.placements.get().board == wide
    assert move(topic, to=narrow, agreed_level=20) == []
    with pytest.raises(NotAgreed, match="would be read by everyone who is signed in"):
        move(topic, to=wide)
    assert move(topic, to=wide, agreed_level=0) == []


def test_what_goes_to_fewer_readers_ends_standing_elsewhere() -> None:
    community = make_community()
    wide, narrow, outside = make_board(community), make_board(community, read_from=20), make_board()
    topic = make_topic(wide)
    place_topic(topic, outside)
    Board.objects.filter(pk=outside.pk).update(topic_count=1, post_count=1)
    move(topic, to=narrow, agreed_level=20)
    assert topic.placements.get(board=outside).state == Placement.State.WITHDRAWN
    assert (figures(outside), breaches()) == ([(0, 0)], [])


def test_what_cannot_be_moved_stays_and_the_report_says_why() -> None:
    here, there = two_boards()
    good, gone, home, elsewhere = make_topic(here), make_topic(here), make_topic(there), make_topic()
    remove_topic(moderator=make_steward(), topic=gone, reason="Off topic.")
    assert move(good, gone, home, elsewhere, to=there) == [
        "It was removed in the meantime.", "It is at home there already.", "It belongs to another community.",
    ]  # fmt: skip
    assert (figures(here, there), breaches()) == ([(0, 0), (2, 2)], [])
    archive_board(archiver=make_steward(), board=here)
    with pytest.raises(Refused, match="is archived"):
        move(good, to=here)
    assert move(good, to=make_board(here.community)) == []


def test_at_most_a_hundred_go_at_once() -> None:
    here, there = two_boards()
    topic = make_topic(here)
    for topics in ([], [topic] * 101):
        with pytest.raises(Invalid):
            move(*topics, to=there)


def test_a_topic_that_is_moved_counts_as_unread_where_it_is_now() -> None:
    here, there = two_boards()
    reader = make_member(here.community)
    topic = make_topic(here)
    assert unread_by_board(Person.objects.get(pk=reader.pk)).boards == {here.pk: 1}
    client = Client()
    client.force_login(reader)
    client.get("/")
    move(topic, to=there)
    assert unread_by_board(Person.objects.get(pk=reader.pk)).boards == {there.pk: 1}


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_are_for_moderators(client: Client, role: str) -> None:
    here, _there = two_boards()
    topic = make_topic(here)
    actor = ROLES[role](here)
    if role != "visitor":
        client.force_login(actor)
    addresses = [
        reverse("topic-move", args=[topic.pk]),
        reverse("board-move", args=[here.community.slug, here.slug]),
    ]
    wanted = 302 if role == "visitor" else 200 if role in MODERATE | {"board moderator"} else 403
    assert [client.get(url).status_code for url in addresses] == [wanted, wanted]
    Board.objects.filter(pk=here.pk).update(read_from=30)
    if wanted == 403:
        assert [client.get(url).status_code for url in addresses] == [404, 404]


def test_the_menu_of_a_topic_leads_to_moving_it(client: Client) -> None:
    here, there = two_boards()
    topic = make_topic(here)
    url = reverse("topic-move", args=[topic.pk])
    for role, is_offered in (("member", False), ("moderator", True)):
        client.force_login(someone(role, here))
        assert (url in client.get(topic.get_absolute_url()).content.decode()) is is_offered
    assert there.name in client.get(url).content.decode()
    answer = client.post(url, {"to": there.pk, "reason": "Better there."}, follow=True)
    assert f"1 topic is on {there.name} now." in answer.content.decode()
    topic.refresh_from_db()
    assert topic.home_board == there
    assert client.post(url, {"to": ""}).status_code == 422


def test_many_are_chosen_on_the_page_of_the_board(client: Client) -> None:
    here, there = two_boards()
    topics = [make_topic(here, title=f"Chosen {number}") for number in range(3)]
    guest = make_topic(make_board(here.community), title="Only a guest here")
    place_topic(guest, here)
    gone = make_topic(here)
    client.force_login(someone("moderator", here))
    url = reverse("board-move", args=[here.community.slug, here.slug])
    page = client.get(url).content.decode()
    assert all(topic.title in page for topic in topics)
    assert guest.title not in page
    assert client.get(f"{url}?all").content.decode().count('" checked') == 4
    remove_topic(moderator=make_steward(), topic=gone, reason="Off topic.")
    form = {"topics": [topics[0].pk, topics[1].pk, gone.pk], "to": there.pk}
    page = client.post(url, form, follow=True).content.decode()
    assert f"2 topics are on {there.name} now." in page
    assert "1 topic was not moved: it was removed in the meantime." in page
    assert {topic.pk for topic in Topic.objects.filter(home_board=there)} == {topics[0].pk, topics[1].pk}


def test_what_was_chosen_is_kept_when_something_is_missing(client: Client) -> None:
    here, there = two_boards()
    topic = make_topic(here)
    client.force_login(someone("moderator", here))
    url = reverse("board-move", args=[here.community.slug, here.slug])
    answer = client.post(url, {"topics": [topic.pk], "reason": "Kept words"})
    page = answer.content.decode()
    assert (answer.status_code, "Choose the board first." in page, " checked" in page) == (422, True, True)
    assert "Kept words" in page
    answer = client.post(url, {"to": there.pk})
    assert (answer.status_code, "Choose the topics first." in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("many", [False, True])
def test_the_pages_ask_before_others_read(client: Client, many: bool) -> None:
    community = make_community("Ward 7")
    wide, narrow = make_board(community), make_board(community, read_from=20)
    topic = make_topic(wide, title="To be narrowed")
    client.force_login(someone("moderator", wide))
    url = reverse("topic-move", args=[topic.pk])
    if many:
        url = reverse("board-move", args=[community.slug, wide.slug])
    form = {"topics": [topic.pk], "to": narrow.pk, "reason": "Sensitive"}
    answer = client.post(url, form)
    page = answer.content.decode()
    assert (answer.status_code, "would be read by members of Ward 7" in page) == (409, True)
    assert "To be narrowed" in page and 'value="Sensitive"' in page and 'name="agreed" value="20"' in page
    assert client.post(url, form | {"agreed": "20"}).status_code == 302
    topic.refresh_from_db()
    assert topic.home_board == narrow


def test_topics_of_others_boards_cannot_be_slipped_in(client: Client) -> None:
    here, there = two_boards()
    hidden = make_topic(make_board(make_community(visibility="hidden")), title="Hidden title")
    client.force_login(someone("moderator", here))
    url = reverse("board-move", args=[here.community.slug, here.slug])
    page = client.post(url, {"topics": [hidden.pk, 10**9], "to": there.pk})
    assert "Hidden title" not in page.content.decode()
    assert (page.status_code, hidden.placements.get().board == hidden.home_board) == (422, True)


def test_choosing_costs_the_same_with_one_topic_and_with_thirty(client: Client) -> None:
    counts = []
    for many in (1, 30):
        here, _there = two_boards()
        for _ in range(many):
            make_topic(here)
        client.force_login(someone("moderator", here))
        url = reverse("board-move", args=[here.community.slug, here.slug])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts == [5, 5]  # who asks, what they belong to, the board, the boards to move to, the topics
