"""Notes of moderators: who reads them where, who changes them, and what becomes of them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forum.communities.models import Change
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid
from forum.crossposting.actions.tending import hide_post
from forum.discussions.actions.splitting import split_topic
from forum.discussions.actions.staff_notes import change_note, leave_note, remove_note
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.uniting import unite_topics
from forum.discussions.models import Board, Post, StaffNote, Topic
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_member,
    make_reply,
    make_steward,
    make_topic,
)
from tests.factories.crossing import make_crossing
from tests.forum.discussions.refusing import refusal

pytestmark = pytest.mark.django_db

READERS, MODERATORS = StaffNote.Audience.READERS.value, StaffNote.Audience.MODERATORS.value


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("home_board__community").get(pk=topic.pk)


def note(by: Person, topic: Topic, body: str, audience: str = READERS, **more: Any) -> StaffNote:
    topic = fresh(topic)
    community = more.pop("community", topic.home_board.community)
    return leave_note(moderator=by, topic=topic, body=body, audience=audience, community=community, **more)


def page_of(topic: Topic, reader: Person | None = None, query: str = "") -> str:
    client = Client()
    if reader is not None:
        client.force_login(reader)
    return client.get(fresh(topic).get_absolute_url() + query).content.decode()


def test_a_note_for_readers_stands_in_the_thread_without_a_name_but_for_those_who_look_after_it(
    board: Board, moderator: Person
) -> None:
    topic = make_topic(board)
    reply = make_reply(topic)
    before = page_of(topic)
    assert "A note from the moderators" not in before
    note(moderator, topic, "Please **stay** with the case. <script>x</script>")
    note(moderator, topic, "This is outdated.", post=reply)
    for reader in (None, make_member(board.community)):
        page = page_of(topic, reader)
        assert page.count("A note from the moderators</p>") + page.count('aria-label="A note from') >= 2
        assert "<strong>stay</strong>" in page
        assert "<script>x" not in page
        assert moderator.display_name not in page
        assert ("/remove/" in page, page.count("/notes/")) == (False, 0 if reader is None else 2)
    post = page.split('id="post-2"')[1].split("</article>")[0]
    assert "This is outdated." in post and "stay" not in post
    page = page_of(topic, moderator)
    assert moderator.display_name in page.split('class="topic-noted"')[1].split("prose")[0]
    assert page.count("/remove/") >= 2
    assert breaches() == []


def test_a_note_among_moderators_is_read_by_those_of_its_community_alone() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    topic, home, there = crossing.topic, crossing.home_moderator, crossing.there_moderator
    note(home, topic, "Ours-at-home.", MODERATORS)
    note(there, topic, "Ours-over-there.", MODERATORS, community=crossing.there.community)
    note(home, topic, "For-everyone.")
    home_board = make_board_moderator(crossing.home)
    there_board = make_board_moderator(crossing.there)
    other_board = make_board_moderator(make_board(crossing.home.community))
    wanted = {
        None: (False, False),
        crossing.author: (False, False),
        crossing.reader: (False, False),
        other_board: (False, False),
        home: (True, False),
        home_board: (True, False),
        there: (False, True),
        there_board: (False, True),
        make_steward(): (True, True),
    }
    for reader, (at_home, over_there) in wanted.items():
        for query in ("", f"?in={crossing.there.pk}"):
            page = page_of(topic, reader, query)
            found = ("Ours-at-home." in page, "Ours-over-there." in page, "For-everyone." in page)
            assert found == (at_home, over_there, True)
    assert breaches() == []


def test_who_looks_after_another_side_speaks_to_no_reader_and_changes_no_note_of_the_home() -> None:
    crossing = make_crossing("open", "open")
    crossing.place()
    topic, home, there = crossing.topic, crossing.home_moderator, crossing.there_moderator
    assert "home board" in refusal(note, there, topic, "To all.")
    assert "look after this topic there" in refusal(note, there, topic, "To them.", MODERATORS)
    for_all, ours = note(home, topic, "To all."), note(home, topic, "Ours.", MODERATORS)
    for one in (for_all, ours):
        assert refusal(change_note, moderator=there, note=one, body="Other.", revision=1)
        assert refusal(remove_note, moderator=there, note=one)
    client = Client()
    client.force_login(there)
    statuses = [client.get(reverse("note-change", args=[one.pk])).status_code for one in (for_all, ours)]
    assert statuses == [403, 404]
    client.force_login(crossing.author)
    assert client.post(reverse("note-remove", args=[ours.pk])).status_code == 404
    assert client.get(reverse("topic-note", args=[topic.pk])).status_code == 403
    assert StaffNote.objects.count() == 2


def test_notes_are_changed_and_removed_by_any_of_them_and_logged(board: Board, moderator: Person) -> None:
    other, topic = make_board_moderator(board), make_topic(board)
    version = fresh(topic).version
    left = note(moderator, topic, "First.")
    change_note(moderator=other, note=left, body="Second.", revision=1)
    with pytest.raises(ChangedMeanwhile):
        change_note(moderator=moderator, note=left, body="Third.", revision=1)
    assert "Second." in page_of(topic) and "First." not in page_of(topic)
    remove_note(moderator=moderator, note=left)
    assert "Second." not in page_of(topic)
    assert (fresh(topic).version, fresh(topic).is_noted) == (version + 3, False)
    lines = (
        Change.objects.filter(verb__startswith="note-").order_by("pk").values_list("verb", "actor", "details")
    )
    details = {"topic": topic.pk, "number": 0, "audience": READERS}
    assert list(lines) == [
        ("note-left", moderator.pk, details),
        ("note-changed", other.pk, details),
        ("note-removed", moderator.pk, details),
    ]


def test_a_note_sent_twice_is_one_and_an_empty_or_endless_one_is_none(
    board: Board, moderator: Person
) -> None:
    topic, key = make_topic(board), uuid4()
    assert note(moderator, topic, "Once.", client_key=key) == note(moderator, topic, "Once.", client_key=key)
    for words in (" \x00\n", "x" * 5000):
        with pytest.raises(Invalid):
            note(moderator, topic, words)
    assert StaffNote.objects.count() == 1


def test_notes_beside_a_post_are_not_shown_to_readers_from_whom_it_is_kept() -> None:
    crossing = make_crossing("open", "open")
    placement = crossing.place()
    post = make_reply(crossing.topic, author=crossing.author)
    note(crossing.home_moderator, crossing.topic, "About-that-post.", post=post)
    there = f"?in={crossing.there.pk}"
    assert "About-that-post." in page_of(crossing.topic, crossing.reader, there)
    hide_post(moderator=crossing.there_moderator, placement=placement, post=post, reason="Not here.")
    assert "About-that-post." not in page_of(crossing.topic, crossing.reader, there)
    assert "About-that-post." in page_of(crossing.topic, crossing.author)
    make_reply(crossing.topic, parent=post)
    take_down_post(
        moderator=crossing.home_moderator,
        post=Post.objects.select_related("topic__home_board__community").get(pk=post.pk),
        reason="It names a patient.",
    )
    assert "About-that-post." not in page_of(crossing.topic, crossing.author)


def test_notes_go_along_with_what_they_are_beside(board: Board, moderator: Person) -> None:
    topic, other = make_topic(board), make_topic(board)
    reply = make_reply(topic)
    note(moderator, topic, "About-it-all.")
    note(moderator, topic, "About-the-reply.", MODERATORS, post=reply)
    client, where = Client(), reverse("topic-split", args=[topic.pk]) + f"?post={reply.number}"
    client.force_login(moderator)
    assert "those about the whole topic stay here" in client.get(where).content.decode()
    made = split_topic(moderator=moderator, topic=fresh(topic), post=reply, title="Another matter")
    assert ("About-the-reply." in page_of(made, moderator), "About-it-all." in page_of(made)) == (True, False)
    assert "About-the-reply." not in page_of(made)
    told = client.get(reverse("topic-unite", args=[made.pk])).content.decode()
    assert "Notes of moderators go along" in told
    unite_topics(moderator=moderator, topic=fresh(made), into=fresh(other))
    unite_topics(moderator=moderator, topic=fresh(topic), into=fresh(other))
    page = page_of(other, moderator)
    assert "About-the-reply." in page and "About-it-all." in page
    assert [fresh(each).is_noted for each in (topic, made, other)] == [False, False, True]
    assert breaches() == []


def test_the_pages_take_notes_and_give_back_what_was_typed(
    board: Board, moderator: Person, client: Client
) -> None:
    topic = make_topic(board)
    make_reply(topic)
    client.force_login(moderator)
    address = reverse("topic-note", args=[topic.pk])
    page = client.get(address + "?post=2").content.decode()
    assert "beside #2" in page and "Everyone who reads this topic" in page
    assert client.get(address + "?post=99").status_code == 404
    empty = client.post(address, {"audience": "readers", "text": " "})
    assert empty.status_code == 422
    wrong = client.post(address, {"audience": "strangers", "text": "Kept-words."})
    assert (wrong.status_code, "Kept-words." in wrong.content.decode()) == (422, True)
    ours = {"audience": str(board.community_id), "text": "Ours.", "client_key": str(uuid4())}
    answer = client.post(address + "?post=2", ours)
    left = StaffNote.objects.get()
    assert (left.audience, left.post and left.post.number) == (MODERATORS, 2)
    assert answer["Location"].endswith(f"/2/#note-{left.pk}")
    change = reverse("note-change", args=[left.pk])
    assert "Ours." in client.get(change).content.decode()
    stale = client.post(change, {"text": "Mine.", "revision": "7"})
    assert (stale.status_code, "Mine." in stale.content.decode()) == (409, True)
    assert client.post(change, {"text": "Mine.", "revision": "1"}).status_code == 302
    assert client.post(reverse("note-remove", args=[left.pk])).status_code == 302
    assert client.post(reverse("note-remove", args=[left.pk])).status_code == 404
    assert (
        "Leave a note beside it"
        in client.get(reverse("post-acts", args=[topic.posts.get(number=2).pk])).content.decode()
    )


def test_a_topic_without_notes_asks_nothing_more(board: Board, moderator: Person) -> None:
    plain, noted = make_topic(board), make_topic(board)
    reader = make_member(board.community)
    for number in range(3):
        note(moderator, noted, f"Note {number}.")

    def queries(topic: Topic) -> int:
        client = Client()
        client.force_login(reader)
        client.get(topic.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(topic.get_absolute_url())
        return len(asked)

    assert queries(noted) == queries(plain) + 1
