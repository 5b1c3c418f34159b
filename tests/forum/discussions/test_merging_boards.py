"""Everything on one board goes on on another one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Change, Verb
from forum.communities.selectors.standing import boards_moderated_by
from forum.core.verdicts import Refused
from forum.discussions.actions.agreements import NotAgreed
from forum.discussions.actions.boards import catch_up_with_board
from forum.discussions.actions.changing_boards import archive_board, restore_board
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.actions.merging import merge_boards
from forum.discussions.actions.topics import pin_topic
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, BoardReading, Draft, HeldPost, Level, Placement, Post, Topic
from forum.discussions.selectors.reading import unread_by_board
from forum.importing.models import ImportedMessage, ImportRun
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
from tests.forum.discussions.roles import MANAGE, ROLES, someone

pytestmark = pytest.mark.django_db


def two_boards(**fields: Any) -> tuple[Board, Board]:
    community = make_community(**fields)
    return make_board(community), make_board(community)


def merge(board: Board, into: Board, merger: Person | None = None, **more: Any) -> None:
    merge_boards(merger=merger or make_steward(), board=board, into=into, **more)


def figures(*boards: Board) -> list[tuple[int, int]]:
    rows = Board.objects.in_bulk([board.pk for board in boards])
    return [(rows[board.pk].topic_count, rows[board.pk].post_count) for board in boards]


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_boards_are_merged_by_who_manages_them(role: str) -> None:
    here, there = two_boards()
    make_topic(here)
    try:
        merge(here, there, someone(role, here))
        said = ""
    except Refused as refusal:
        said = str(refusal.sentence)
    assert said == ("" if role in MANAGE else "Only facilitators of this community can do that.")
    here.refresh_from_db()
    assert (here.merged_into == there) is (role in MANAGE)
    assert breaches() == []


def test_all_topics_stand_on_the_other_board_once() -> None:
    here, there = two_boards()
    outside = make_board()
    plain, twice, gone = make_topic(here), make_topic(here), make_topic(here)
    make_reply(plain)
    home_there, foreign = make_topic(there), make_topic(outside)
    place_topic(twice, there)
    place_topic(home_there, here)
    place_topic(foreign, here)
    Board.objects.filter(pk=here.pk).update(topic_count=5, post_count=6)
    Board.objects.filter(pk=there.pk).update(topic_count=2, post_count=2)
    remove_topic(moderator=make_steward(), topic=gone, reason="Off topic.")
    pin_topic(moderator=make_steward(), topic=plain, board=here)
    assert breaches() == []
    merge(here, there)
    assert not Placement.objects.filter(board=here).exists()
    assert not Topic.objects.filter(home_board=here).exists()
    assert not Post.objects.filter(via_board=here).exists()
    live = Placement.objects.filter(board=there, state="live", topic__removed_at=None)
    assert set(live.values_list("topic", flat=True)) == {plain.pk, twice.pk, home_there.pk, foreign.pk}
    assert Topic.objects.get(pk=foreign.pk).home_board == outside
    assert figures(here, there) == [(0, 0), (4, 5)]
    assert plain.placements.get().pinned_at is None
    line = Change.objects.get(verb=Verb.BOARDS_MERGED)
    assert (line.about, line.board_key, line.details) == (
        here.name,
        there.pk,
        {"into": there.name, "topics": 5},
    )
    assert breaches() == []


def test_topics_from_elsewhere_ask_anew_where_more_people_would_read_them_than_at_home() -> None:
    community = make_community(visibility="open")
    board, into = make_board(community, read_from=Level.MEMBERS), make_board(community)
    make_topic(board)
    inside, public = (make_topic(make_board(make_community(visibility=each))) for each in ("network", "open"))
    for guest in (inside, public):
        place_topic(guest, board)
    board.refresh_from_db()
    merge(board, into, agreed_level=Level.READERS)
    states = {guest.pk: guest.placements.get(board=into).state for guest in (inside, public)}
    assert states == {inside.pk: "pending", public.pk: "live"}
    assert (figures(board, into), breaches()) == ([(0, 0), (2, 2)], [])


def test_its_address_leads_to_the_other_board_for_those_who_read_that(client: Client) -> None:
    community = make_community(visibility="open")
    here, there = make_board(community), make_board(community, read_from=20)
    make_topic(here)
    merge(here, there, agreed_level=20)
    member = make_member(community)
    assert client.get(here.get_absolute_url()).status_code == 404
    client.force_login(member)
    assert client.get(here.get_absolute_url())["Location"] == there.get_absolute_url()
    assert here.name not in client.get(community.get_absolute_url()).content.decode()


def test_a_chain_of_merges_leads_to_its_end(client: Client) -> None:
    first, second = two_boards(visibility="open")
    third = make_board(first.community)
    merge(first, second)
    merge(second, third)
    assert client.get(first.get_absolute_url())["Location"] == third.get_absolute_url()


def test_moderators_are_united() -> None:
    here, there = two_boards()
    one, other, both = make_board_moderator(here), make_board_moderator(there), make_board_moderator(here)
    make_board_moderator(there, both)
    merge(here, there)
    assert [boards_moderated_by(fresh(person)) for person in (one, other, both)] == [[there.pk]] * 3
    assert breaches() == []


def test_what_is_not_read_stays_unread_and_what_need_not_come_up_again_does_not() -> None:
    now = timezone.now()
    here, there = two_boards()
    reader, keen, lazy = (make_member(here.community) for _ in range(3))
    old, late = make_topic(here, now=now - timedelta(days=9)), make_topic(there, now=now - timedelta(days=20))
    for person, board, days in (
        (reader, here, 10), (reader, there, 1), (keen, here, 1), (keen, there, 1), (lazy, there, 1),
    ):  # fmt: skip
        catch_up_with_board(reader=person, board=board, now=now - timedelta(days=days))
    before = [unread_by_board(fresh(person)).total for person in (reader, keen, lazy)]
    merge(here, there)
    after = [unread_by_board(fresh(person)).boards for person in (reader, keen, lazy)]
    assert before == [1, 0, 1]
    assert after == [{there.pk: 1}, {}, {there.pk: 1}]  # `late` was called read, and is older than what waits
    assert not BoardReading.objects.filter(board=here).exists()
    assert old.pk != late.pk


def test_a_board_without_news_changes_nobodys_reading() -> None:
    now = timezone.now()
    here, there = two_boards()
    make_topic(here, now=now - timedelta(days=90))
    reader = make_member(here.community)
    catch_up_with_board(reader=reader, board=there, now=now)
    merge(here, there)
    assert BoardReading.objects.get(person=reader).caught_up_at == now


def test_drafts_go_on_there_and_two_are_both_kept(client: Client) -> None:
    here, there = two_boards()
    one, two = make_member(here.community), make_member(here.community)
    keep_draft(person=one, place=here, body="Begun here", title="One")
    keep_draft(person=two, place=here, body="Begun here too", title="Two")
    keep_draft(person=two, place=there, body="Begun there", title="Other")
    merge(here, there)
    places = Draft.objects.order_by("pk").values_list("person", "place", "board", "body")
    assert set(places) == {
        (one.pk, f"board:{here.pk}", here.pk, "Begun here"),
        (two.pk, f"board:{here.pk}", here.pk, "Begun here too"),
        (two.pk, f"board:{there.pk}", there.pk, "Begun there"),
    }
    client.force_login(two)
    page = client.get(reverse("drafts")).content.decode()
    start = reverse("start-topic", args=[there.community.slug, there.slug])
    assert (f'href="{start}?from={here.pk}"' in page, f'href="{start}"' in page) == (True, True)
    assert "Begun here too" in client.get(f"{start}?from={here.pk}").content.decode()
    assert "Begun there" in client.get(start).content.decode()
    form = {"title": "Two", "type": "discussion", "text": "Begun here too, and ended"}
    assert client.post(f"{start}?from={here.pk}", form).status_code == 302
    assert [draft.body for draft in Draft.objects.filter(person=two)] == ["Begun there"]


def test_what_is_sent_to_a_board_that_was_merged_meanwhile_is_kept_and_told(client: Client) -> None:
    here, there = two_boards()
    writer = make_member(here.community)
    merge(here, there)
    client.force_login(writer)
    start = reverse("start-topic", args=[here.community.slug, here.slug])
    form = {"title": "A title", "type": "discussion", "text": "Words on their way."}
    answer = client.post(start, form, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0].endswith(f"/{there.slug}/start/?from={here.pk}")
    assert f"This board was merged into {there.name} meanwhile." in page
    assert "Words on their way." in page and 'value="A title"' in page
    assert not Topic.objects.exists()
    assert client.post(answer.redirect_chain[0][0], form).status_code == 302
    assert Topic.objects.get().home_board == there
    assert not Draft.objects.exists()


def test_words_for_a_board_that_went_where_one_cannot_read_are_kept(client: Client) -> None:
    community = make_community()
    here, there = make_board(community), make_board(community, read_from=30)
    writer = make_member(community)
    merge(here, there)
    client.force_login(writer)
    start = reverse("start-topic", args=[community.slug, here.slug])
    answer = client.post(start, {"title": "A title", "type": "discussion", "text": "Words."})
    assert (answer.status_code, there.name in answer.content.decode()) == (403, False)
    assert Draft.objects.get(person=writer).body == "Words."
    assert there.name not in client.get(reverse("drafts")).content.decode()


def test_held_posts_and_imports_follow() -> None:
    here, there = two_boards()
    writer, steward = make_member(here.community), make_steward()
    held = HeldPost.objects.create(author=writer, board=here, title="Held", source="Words.")
    run = ImportRun.objects.create(board=here, requested_by=steward, name="list.mbox")
    run.file.save("archive", ContentFile(b"From x"))
    for board, message in ((here, "both"), (there, "both"), (here, "one")):
        ImportedMessage.objects.create(board=board, message_id=message, post=make_topic(board).posts.get())
    merge(here, there)
    held.refresh_from_db()
    run.refresh_from_db()
    assert (held.board, run.board) == (there, there)
    assert sorted(ImportedMessage.objects.values_list("board", "message_id")) == [
        (there.pk, "both"),
        (there.pk, "one"),
    ]


def test_other_readers_are_agreed_to_first() -> None:
    community = make_community("Ward 7")
    here, there = make_board(community, read_from=20), make_board(community)
    make_topic(here)
    with pytest.raises(NotAgreed, match="would be read by everyone who is signed in"):
        merge(here, there)
    merge(here, there, agreed_level=0)
    assert breaches() == []


def test_what_cannot_be_merged_is_told() -> None:
    here, there = two_boards()
    other, elsewhere = make_board(here.community), make_board()
    archive_board(archiver=make_steward(), board=other)
    said = []
    for board, into in ((here, here), (here, elsewhere), (here, other)):
        with pytest.raises(Refused) as caught:
            merge(board, into)
        said.append(str(caught.value.sentence))
    merge(here, there)
    for board, into in ((here, there), (there, here)):
        with pytest.raises(Refused) as caught:
            merge(board, into)
        said.append(str(caught.value.sentence))
    with pytest.raises(Refused) as caught:
        restore_board(restorer=make_steward(), board=here)
    said.append(str(caught.value.sentence))
    assert said == [
        "Choose another board of this community.",
        "Choose another board of this community.",
        f"{other.name} is archived. Take it back into use first.",
        "This board was merged into another one already.",
        f"{here.name} was itself merged into another one. Choose that one.",
        "This board was merged into another one; its topics stand there. Open a new board instead.",
    ]


def test_the_page_shows_what_it_does_before_it_is_done(client: Client) -> None:
    community = make_community("Ward 7", visibility="open")
    here, there = make_board(community, name="Old cases"), make_board(community, name="Cases", read_from=20)
    make_topic(here)
    client.force_login(community.memberships.get().person)
    url = reverse("board-merge", args=[community.slug, here.slug])
    assert "Cases" in client.get(url).content.decode()
    assert client.post(url, {"into": ""}).status_code == 422
    page = client.post(url, {"into": there.pk}).content.decode()
    assert "1 topic is read by anyone on the web now, and would be read by members of Ward 7." in page
    assert "1 topic moves to Cases" in page
    here.refresh_from_db()
    assert here.merged_into is None
    assert client.post(url, {"into": there.pk, "sure": "1"}).status_code == 409
    answer = client.post(url, {"into": there.pk, "sure": "1", "agreed": "20"})
    assert answer["Location"] == reverse("board-manage", args=[community.slug, there.slug])
    here.refresh_from_db()
    assert here.merged_into == there
    page = client.get(reverse("boards-manage", args=[community.slug])).content.decode()
    assert "merged into Cases" in page


def test_the_promise_finds_what_is_left_on_a_merged_board() -> None:
    here, there = two_boards()
    merge(here, there)
    assert breaches() == []
    HeldPost.objects.create(author=make_steward(), board=here, title="Late", source="Words.")
    assert [breach.promise.key for breach in breaches()] == ["I3-merged-boards"]


@pytest.mark.slow
def test_twenty_thousand_topics_go_in_a_few_statements() -> None:
    here, there = two_boards()
    author = make_steward()
    with connection.cursor() as cursor:
        cursor.execute(_MANY, {"board": here.pk, "author": author.pk})
        # Rows made within one transaction are no news to the planner, who would read them over and over.
        cursor.execute("ANALYZE forum_topic, forum_placement, forum_post")
    assert breaches() == []
    with CaptureQueriesContext(connection) as queries:
        merge(here, there)
    assert len(queries) < 60, len(queries)
    assert figures(here, there) == [(0, 0), (20_000, 40_000)]
    assert breaches() == []


_MANY = """
WITH topics AS (
    INSERT INTO forum_topic (title, slug, type, author_id, home_board_id, tags, post_count, last_number, helpful_count,
        participant_ids, created_at, last_post_at, last_post_by_id, version)
    SELECT 'Topic ' || number, 'topic', 'discussion', %(author)s, %(board)s, '{}', 2, 2, 0,
        ARRAY[%(author)s], now(), now(), %(author)s, 1
    FROM generate_series(1, 20000) AS number RETURNING id, created_at
), placed AS (
    INSERT INTO forum_placement (topic_id, board_id, state, created_at, last_post_at, helpful_count, is_answered)
    SELECT id, %(board)s, 'live', created_at, created_at, 0, true FROM topics
), openings AS (
    INSERT INTO forum_post (topic_id, number, author_id, via_board_id, source, format, html, path, depth, reply_count,
        reaction_counts, revision, created_at)
    SELECT id, 1, %(author)s, %(board)s, 'Words.', 'markdown', '<p>Words.</p>', '0001', 0, 1, '{}', 1, created_at
    FROM topics RETURNING id, topic_id, created_at
), replies AS (
    INSERT INTO forum_post (topic_id, number, parent_id, author_id, via_board_id, source, format, html, path, depth,
        reply_count, reaction_counts, revision, created_at)
    SELECT topic_id, 2, id, %(author)s, %(board)s, 'Words.', 'markdown', '<p>Words.</p>', '00010002', 1, 0, '{}', 1,
        created_at
    FROM openings
)
UPDATE forum_board SET topic_count = 20000, post_count = 40000 WHERE id = %(board)s
"""
