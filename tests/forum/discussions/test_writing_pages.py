"""Starting, answering, editing and removing in the browser's plain forms, and what is said when it cannot be."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from forum.communities.models import Community, Role
from forum.core.markup import MAX_SOURCE_LENGTH
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.kept_words import signed_writer
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import Board, Draft, Post, Topic
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_topic,
    mute,
    suspend,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return make_board(make_community("Debriefers", visibility=Community.Visibility.OPEN))


@pytest.fixture
def member(board: Board) -> Person:
    return make_member(board.community)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def start(client: Client, board: Board, **fields: str) -> object:
    wanted = {
        "title": "A title",
        "type": "discussion",
        "tags": "night shift, teams",
        "text": "Some words.",
    } | fields
    return client.post(reverse("start-topic", args=[board.community.slug, board.slug]), wanted)


def test_a_member_starts_a_topic_and_lands_on_it(board: Board, member: Person) -> None:
    key = str(uuid4())
    answers = [start(signed_in(member), board, client_key=key) for _twice in range(2)]

    topic = Topic.objects.get()
    assert [answer["Location"] for answer in answers] == [topic.get_absolute_url()] * 2  # type: ignore[index]
    assert (topic.title, topic.tags, topic.post_count) == ("A title", ["night-shift", "teams"], 1)
    board.refresh_from_db()
    assert (board.topic_count, board.post_count) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Give the topic a title, so that others can find it."),
        ({"text": "  \n "}, "Write something first; an empty post cannot be sent."),
        ({"text": "x" * (MAX_SOURCE_LENGTH + 7)}, "This is 7 characters too long; a post holds 32,000."),
        ({"tags": "a,b,c,d,e,f"}, "A topic takes at most five tags."),
        ({"type": "sonnet"}, "Choose one of those that are offered here."),
        ({"type": "announcement"}, "Choose one of those that are offered here."),
    ],
)
def test_a_topic_that_cannot_be_started_says_why_and_keeps_the_words(
    board: Board, member: Person, fields: dict[str, str], sentence: str
) -> None:
    answer = start(signed_in(member), board, **{"text": "Words to keep."} | fields)

    page = answer.content.decode()  # type: ignore[attr-defined]
    assert sentence in page
    assert Topic.objects.count() == 0
    if fields.get("text", "kept").strip():
        assert Draft.objects.get().body == fields.get("text", "Words to keep.")
        assert fields.get("text", "Words to keep.") in page


def test_a_reply_answers_a_post_and_opens_where_it_stands(board: Board, member: Person) -> None:
    topic = make_topic(board)
    parent = make_reply(topic)
    answer = signed_in(member).post(reverse("reply", args=[topic.pk]), {"text": "Yes.", "parent": "2"})

    post = Post.objects.get(number=3)
    assert answer["Location"] == reverse("post", args=[topic.pk, topic.slug, 3]) + "#post-3"
    assert (post.parent, post.via_board, post.source) == (parent, board, "Yes.")


def test_those_who_may_not_reply_learn_why_and_lose_nothing(board: Board) -> None:
    topic = make_topic(board)
    community = board.community
    people = {
        "Join Debriefers to reply.": make_person(),
        "Guests read along in Debriefers. Ask a facilitator to make you a member to reply.": make_member(
            community, role=Role.GUEST
        ),
        "You are muted in Debriefers until": make_member(community),
        "Your membership in Debriefers is suspended until": make_member(community),
    }
    mute(people["You are muted in Debriefers until"], community)
    suspend(people["Your membership in Debriefers is suspended until"], community)

    for sentence, person in people.items():
        answer = signed_in(person).post(reverse("reply", args=[topic.pk]), {"text": "Long considered words."})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert sentence in page
        assert "Long considered words." in page
        assert Draft.objects.get(person=person).body == "Long considered words."
    assert topic.posts.count() == 1


def test_a_locked_topic_and_a_post_gone_are_told_and_the_words_stay(board: Board, member: Person) -> None:
    topic = make_topic(board)
    gone = make_reply(topic)
    remove_post(author=gone.author, post=gone)
    client = signed_in(member)

    to_gone = client.post(reverse("reply", args=[topic.pk]), {"text": "But why?", "parent": "2"})
    to_none = client.post(reverse("reply", args=[topic.pk]), {"text": "But why?", "parent": "77"})
    lock_topic(moderator=make_member(board.community, role=Role.MODERATOR), topic=topic)
    to_locked = client.post(reverse("reply", args=[topic.pk]), {"text": "But why?"})

    assert "was removed in the meantime" in to_gone.content.decode()
    assert "no longer part of this topic" in to_none.content.decode()
    assert "This topic is locked." in to_locked.content.decode()
    assert [answer.status_code for answer in (to_gone, to_none, to_locked)] == [422, 422, 403]
    assert all("But why?" in answer.content.decode() for answer in (to_gone, to_none, to_locked))


def test_a_preview_posts_nothing_and_shows_the_words_as_they_will_stand(board: Board, member: Person) -> None:
    topic = make_topic(board)
    answer = signed_in(member).post(
        reverse("reply", args=[topic.pk]), {"text": "So *much* <script>", "preview": "1"}
    )

    page = answer.content.decode()
    assert "So <em>much</em> &lt;script&gt;" in page
    assert topic.posts.count() == 1


def test_a_session_that_ended_keeps_the_long_text_until_one_is_back(board: Board, member: Person) -> None:
    topic = make_topic(board)
    client = Client()
    form = {"text": "An hour of work.", "writer": signed_writer(member)}
    answer = client.post(reverse("reply", args=[topic.pk]), form)
    assert answer.status_code == 302
    assert topic.posts.count() == 1

    client.force_login(member)

    assert "An hour of work." in client.get(topic.get_absolute_url()).content.decode()


def test_an_edit_keeps_the_earlier_wording(board: Board, member: Person) -> None:
    post = make_topic(board, author=member, body="First.").posts.get()
    client = signed_in(member)
    assert "First." in client.get(reverse("post-edit", args=[post.pk])).content.decode()

    answer = client.post(reverse("post-edit", args=[post.pk]), {"text": "Second.", "revision": "1"})

    post.refresh_from_db()
    assert (answer.status_code, post.source, post.revision) == (302, "Second.", 2)
    history = Client().get(reverse("post-history", args=[post.pk])).content.decode()
    assert "First." in history
    assert "Second." in history


def test_a_moderators_edit_stands_under_the_moderators_name(board: Board) -> None:
    topic = make_topic(board)
    moderator = make_member(board.community, role=Role.MODERATOR)
    post = topic.posts.get()
    author = post.author
    edit_post(editor=moderator, post=post, body="Patient no longer named.", revision=1)

    page = Client().get(topic.get_absolute_url()).content.decode()
    history = Client().get(reverse("post-history", args=[post.pk])).content.decode()
    assert f"edited by {moderator.display_name}" in page
    assert re.findall(r'<p class="small quiet">([^,]+),', history) == [
        moderator.display_name,
        author.display_name,
    ]

    edit_post(editor=author, post=post, body="Put better.", revision=2)
    page = Client().get(topic.get_absolute_url()).content.decode()
    history = Client().get(reverse("post-history", args=[post.pk])).content.decode()
    assert "edited by" not in page
    assert ">edited<" in page
    assert re.findall(r'<p class="small quiet">([^,]+),', history) == [
        author.display_name,
        moderator.display_name,
        author.display_name,
    ]


def test_an_edit_that_crossed_another_shows_both_and_stores_neither_over_the_other(
    board: Board, member: Person
) -> None:
    post = make_topic(board, author=member, body="First.").posts.get()
    moderator = make_member(board.community, role=Role.MODERATOR)
    edit_post(editor=moderator, post=post, body="Theirs.", revision=1)
    client = signed_in(member)

    crossed = client.post(reverse("post-edit", args=[post.pk]), {"text": "Mine.", "revision": "1"})

    page = crossed.content.decode()
    assert crossed.status_code == 409
    assert "Someone changed this post while you were editing." in page
    assert "Theirs." in page
    assert "Mine." in page
    post.refresh_from_db()
    assert post.source == "Theirs."
    merged = client.post(reverse("post-edit", args=[post.pk]), {"text": "Theirs and mine.", "revision": "2"})
    post.refresh_from_db()
    assert (merged.status_code, post.source) == (302, "Theirs and mine.")


def test_others_cannot_edit_or_remove_and_learn_why(board: Board, member: Person) -> None:
    post = make_topic(board).posts.get()
    client = signed_in(member)

    for name, sentence in (
        ("post-edit", "Only its author and moderators can edit this post."),
        ("post-remove", "Only its author and moderators can remove this post."),
    ):
        for answer in (
            client.get(reverse(name, args=[post.pk])),
            client.post(reverse(name, args=[post.pk]), {"text": "x"}),
        ):
            assert answer.status_code == 403
            assert sentence in answer.content.decode()
    post.refresh_from_db()
    assert (post.source, post.removed_at) == ("What do others do?", None)


def test_an_answered_post_is_blanked_and_an_unanswered_topic_goes_whole(board: Board, member: Person) -> None:
    client = signed_in(member)
    answered, alone = make_topic(board, author=member), make_topic(board, author=member)
    make_reply(answered)

    stays = client.post(reverse("post-remove", args=[answered.posts.get(number=1).pk]))
    goes = client.post(reverse("post-remove", args=[alone.posts.get().pk]))

    assert stays["Location"] == answered.get_absolute_url()
    assert goes["Location"] == board.get_absolute_url()
    assert client.get(answered.get_absolute_url()).status_code == 200
    assert client.get(alone.get_absolute_url()).status_code == 404
    board.refresh_from_db()
    assert (board.topic_count, board.post_count) == (1, 1)


def test_asker_and_moderator_accept_an_answer_and_nobody_else(board: Board, member: Person) -> None:
    topic = make_topic(board, author=member, type=Topic.Type.QUESTION)
    reply = make_reply(topic)
    bystander = make_member(board.community)
    address = reverse("accept", args=[reply.pk])

    refused = signed_in(bystander).post(address)
    assert refused.status_code == 403
    assert "Only the person who asked and moderators can accept an answer." in refused.content.decode()
    assert signed_in(member).post(address).status_code == 302
    topic.refresh_from_db()
    assert topic.accepted_post == reply

    moderator = make_member(board.community, role=Role.MODERATOR)
    assert signed_in(moderator).post(reverse("accept-remove", args=[reply.pk])).status_code == 302
    topic.refresh_from_db()
    assert topic.accepted_post is None


def test_moderators_lock_pin_and_retitle(board: Board, member: Person) -> None:
    topic = make_topic(board, title="Odd title")
    moderator = signed_in(make_member(board.community, role=Role.MODERATOR))
    for name in ("lock", "pin"):
        assert signed_in(member).post(reverse(name, args=[topic.pk])).status_code == 403
        assert moderator.post(reverse(name, args=[topic.pk])).status_code == 302
    fields = {"title": "Better title", "type": "case", "tags": "x"}
    assert signed_in(member).post(reverse("topic-title", args=[topic.pk]), fields).status_code == 403
    assert moderator.post(reverse("topic-title", args=[topic.pk]), fields).status_code == 302

    topic.refresh_from_db()
    placement = topic.placements.get()
    assert (topic.title, topic.slug, topic.type, topic.tags) == (
        "Better title",
        "better-title",
        "case",
        ["x"],
    )
    assert topic.locked_at is not None
    assert placement.pinned_at is not None


def test_going_back_and_writing_something_else_with_the_same_form_is_a_second_reply(
    board: Board, member: Person
) -> None:
    topic = make_topic(board)
    client, key = signed_in(member), str(uuid4())
    for text in ("First thought.", "First thought.", "Second thought."):
        assert (
            client.post(reverse("reply", args=[topic.pk]), {"text": text, "client_key": key}).status_code
            == 302
        )

    assert list(topic.posts.order_by("number").values_list("source", flat=True)[1:]) == [
        "First thought.",
        "Second thought.",
    ]


def test_a_draft_of_an_edit_remembers_what_it_began_from(board: Board, member: Person) -> None:
    post = make_topic(board, author=member, body="First.").posts.get()
    client = signed_in(member)
    client.post(
        reverse("drafts"), {"place": f"post:{post.pk}", "text": "Begun on the first.", "revision": "1"}
    )
    edit_post(editor=make_member(board.community, role=Role.MODERATOR), post=post, body="Theirs.", revision=1)

    page = client.get(reverse("post-edit", args=[post.pk])).content.decode()
    crossed = client.post(
        reverse("post-edit", args=[post.pk]), {"text": "Begun on the first.", "revision": "1"}
    )

    assert 'name="revision" value="1"' in page
    assert crossed.status_code == 409


def test_an_edit_sent_after_the_session_ended_is_there_again(board: Board, member: Person) -> None:
    post = make_topic(board, author=member, body="First.").posts.get()
    client = Client()
    form = {"text": "Long reworked.", "revision": "1", "writer": signed_writer(member)}
    answer = client.post(reverse("post-edit", args=[post.pk]), form)
    assert answer.status_code == 302

    client.force_login(member)

    page = client.get(reverse("post-edit", args=[post.pk])).content.decode()
    assert "Long reworked." in page
    assert 'name="revision" value="1"' in page


def test_who_has_nowhere_to_start_a_topic_reads_why(client: Client) -> None:
    person = make_person()
    client.force_login(person)
    assert "Join a community first." in client.get("/new/").content.decode()
    make_member(make_community(), person)
    page = client.get("/new/").content.decode()
    assert "None of your communities has a board on which you can start a topic now." in page
    assert "You can start topics on these boards." not in page
