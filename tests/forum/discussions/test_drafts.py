"""Words that are not posted yet: kept, found again, and seen by nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from forum.communities.models import Community
from forum.discussions.actions.drafts import keep_draft
from forum.discussions.models import Draft
from forum.people.models import Person
from tests.factories import (
    expel,
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_topic,
)

pytestmark = pytest.mark.django_db
SCRIPTS = {"Accept": "application/json"}


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def rows() -> list[tuple[object, ...]]:
    return list(Draft.objects.order_by("pk").values_list("person", "place", "title", "body", "parent_number"))


def test_what_is_typed_is_kept_by_place() -> None:
    board = make_board()
    writer = make_member(board.community)
    topic = make_topic(board, author=writer)
    post = make_reply(topic, author=writer)
    client, before = client_of(writer), timezone.now()
    places = {
        f"topic:{topic.pk}": {"parent": "2"},
        f"board:{board.pk}": {"title": "Why"},
        f"post:{post.pk}": {},
    }
    answers = [
        client.post("/drafts/", {"place": place, "text": f"at {place}", **more}, headers=SCRIPTS)
        for place, more in places.items()
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    kept = Draft.objects.get(place=f"topic:{topic.pk}")
    assert answers[0].json() == {"kept_at": kept.updated_at.isoformat()}
    assert before < kept.updated_at < timezone.now()
    assert rows() == [
        (writer.pk, f"topic:{topic.pk}", "", f"at topic:{topic.pk}", 2),
        (writer.pk, f"board:{board.pk}", "Why", f"at board:{board.pk}", None),
        (writer.pk, f"post:{post.pk}", "", f"at post:{post.pk}", None),
    ]


def test_later_words_replace_earlier_ones_and_none_end_the_draft() -> None:
    topic = make_topic()
    client = client_of(topic.author)
    place = f"topic:{topic.pk}"
    for text in ("one", "one two"):
        client.post("/drafts/", {"place": place, "text": text}, headers=SCRIPTS)
    assert rows() == [(topic.author.pk, place, "", "one two", None)]
    assert client.post("/drafts/", {"place": place, "text": " "}, headers=SCRIPTS).json() == {"kept_at": None}
    assert rows() == []


def test_a_sent_reply_ends_its_draft() -> None:
    topic = make_topic()
    keep_draft(person=topic.author, place=topic, body="one")
    make_reply(topic, author=topic.author, body="one two")
    assert rows() == []


def test_nothing_is_kept_at_places_one_cannot_read() -> None:
    topic = make_topic(make_board(make_community(visibility=Community.Visibility.PRIVATE)))
    opening = topic.posts.get()
    outsider = client_of(make_person())
    places = [
        f"topic:{topic.pk}", f"board:{topic.home_board_id}", f"post:{opening.pk}", "topic:999999", "person:1",
        "topic:", "topic:1;", "", "post:" + "9" * 40,
    ]  # fmt: skip
    answers = [outsider.post("/drafts/", {"place": place, "text": "x"}, headers=SCRIPTS) for place in places]
    assert [answer.status_code for answer in answers] == [404] * len(places)
    assert len({answer.content for answer in answers}) == 1
    signed_out = Client().post("/drafts/", {"place": places[0], "text": "x"}, headers=SCRIPTS)
    assert (signed_out.status_code, signed_out.json()) == (
        403,
        {"say": "You are signed out. What you wrote is kept; sign in to go on."},
    )
    assert rows() == []


def test_a_text_longer_than_a_post_is_kept_too_and_hostile_fields_do_no_harm() -> None:
    topic = make_topic()
    client = client_of(topic.author)
    fields = {"place": f"topic:{topic.pk}", "text": "x\x00" * 50_000, "title": "t" * 500, "parent": "9" * 20}
    assert client.post("/drafts/", fields, headers=SCRIPTS).status_code == 200
    assert rows() == [(topic.author.pk, f"topic:{topic.pk}", "t" * 200, "x" * 50_000, None)]


def test_the_page_lists_ones_own_drafts_and_where_they_go_on() -> None:
    board = make_board()
    writer = make_member(board.community)
    topic = make_topic(board, author=writer, title="Hand hygiene")
    post = make_reply(topic, author=writer)
    keep_draft(person=writer, place=topic, body="to the topic")
    keep_draft(person=writer, place=board, body="first", title="A fresh start")
    keep_draft(person=writer, place=post, body="<b>better</b>")
    stranger = make_member(board.community)
    keep_draft(person=stranger, place=topic, body="somebody else's words")
    page = client_of(writer).get("/drafts/")
    assert [(row.what, row.title, row.url) for row in page.context["rows"]] == [
        ("a change of #2", "Hand hygiene", f"/posts/{post.pk}/edit/"),
        (
            f"a new topic on {board.name} in {board.community.name}",
            "A fresh start",
            f"{board.get_absolute_url()}start/",
        ),
        ("a reply", "Hand hygiene", f"{topic.get_absolute_url()}#reply"),
    ]
    text = page.content.decode()
    assert "&lt;b&gt;better&lt;/b&gt;" in text
    assert "somebody else" not in text


def test_the_answer_to_a_post_goes_on_under_it() -> None:
    topic = make_topic()
    make_reply(topic)
    keep_draft(person=topic.author, place=topic, body="words", parent_number=2)
    rows = client_of(topic.author).get("/drafts/").context["rows"]
    assert [(row.what, row.url) for row in rows] == [
        ("an answer to #2", f"{topic.get_absolute_url()}?reply=2#reply")
    ]


def test_who_lost_a_place_keeps_their_words_and_learns_nothing_more_of_it() -> None:
    community = make_community(visibility=Community.Visibility.PRIVATE)
    writer = make_member(community)
    topic = make_topic(make_board(community), title="A confidential title")
    keep_draft(person=writer, place=topic, body="my words")
    expel(writer, community)
    page = client_of(Person.objects.get(pk=writer.pk)).get("/drafts/").content.decode()
    assert "my words" in page
    assert "A confidential title" not in page


def test_a_draft_is_thrown_away_by_its_writer_alone() -> None:
    topic = make_topic()
    draft = keep_draft(person=topic.author, place=topic, body="words")
    assert draft is not None
    assert client_of(make_person()).post(f"/drafts/{draft.pk}/remove/").status_code == 404
    assert rows() == [(topic.author.pk, f"topic:{topic.pk}", "", "words", None)]
    assert client_of(topic.author).post(f"/drafts/{draft.pk}/remove/").headers["Location"] == "/drafts/"
    assert rows() == []


def test_no_drafts_is_said_so() -> None:
    assert "No drafts" in client_of(make_person()).get("/drafts/").content.decode()
    assert Client().get("/drafts/").headers["Location"] == "/accounts/login/?next=/drafts/"


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_asks_the_same_however_many_there_are(
    count: int, django_assert_max_num_queries: object
) -> None:
    board = make_board()
    writer = make_member(board.community)
    for _turn in range(count):
        topic = make_topic(board, author=writer)
        keep_draft(person=writer, place=topic, body="x")
        keep_draft(person=writer, place=topic.posts.get(), body="x")
        keep_draft(person=writer, place=make_board(board.community), body="x")
    client = client_of(writer)
    client.get("/drafts/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # four of this page, the rest of the frame
        client.get("/drafts/")
