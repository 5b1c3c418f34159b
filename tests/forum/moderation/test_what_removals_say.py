"""What is said of things that were removed: to their authors by title, to moderators by words; and what is offered."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.models import Role
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.whole_topics import remove_topic, restore_topic
from forum.discussions.models import Board, Level, Post, Topic
from forum.moderation.models import SavedReply
from forum.notifications.selectors.inbox import notices_of
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
from tests.forum.moderation.removed_things import KINDS, POST, SAID, TOPIC, WHY, fresh, removed_topic
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
TITLE = "Courses of ours"


@pytest.fixture
def board() -> Board:
    return make_board(make_community("Ward teaching", visibility="private"))


@pytest.fixture
def moderator(board: Board) -> Person:
    return make_member(board.community, make_person("Mo"), role=Role.MODERATOR)


@pytest.fixture
def author(board: Board) -> Person:
    return make_member(board.community, make_person("Ada"))


def page(person: Person, name: str, *keys: object) -> str:
    return signed_in(person).get(reverse(name, args=keys)).content.decode()


def told(person: Person) -> list[str]:
    return [notice.kind for notice in notices_of(again(person)).notices if notice.kind != "reply"]


def remove(topic: Topic, moderator: Person) -> None:
    found = fresh(topic)
    assert isinstance(found, Topic)
    remove_topic(moderator=again(moderator), topic=found, reason=WHY)


def test_an_author_reads_which_topic_it_was_as_long_as_they_read_its_board(
    board: Board, moderator: Person, author: Person
) -> None:
    topic = removed_topic(moderator, author, board)
    TOPIC.ask(author, topic)
    assert f"Your topic “{TITLE}” was removed; read why" in page(author, "inbox")
    assert f"The removed topic “{TITLE}”" in page(author, "own-standing")
    Board.objects.filter(pk=board.pk).update(read_from=Level.MODERATORS)
    assert "A topic of yours was removed; read why" in page(author, "inbox")
    assert "A removed topic" in page(author, "own-standing")
    assert TITLE not in page(author, "inbox") + page(author, "own-standing")
    Board.objects.filter(pk=board.pk).update(read_from=Level.READERS)
    assert TITLE in page(author, "inbox")
    expel(author, board.community)
    assert TITLE not in page(author, "inbox") + page(author, "own-standing")


def test_nobody_else_is_told_the_title_of_a_removed_topic(
    board: Board, moderator: Person, author: Person
) -> None:
    topic, other = make_topic(board, author=author, title=TITLE), make_member(board.community)
    make_reply(topic, author=other)
    post = POST.removed(moderator, other, board)
    POST.ask(other, post)
    assert isinstance(post, Post)
    assert f"A removed post in “{post.topic.title}”" in page(other, "own-standing")
    remove(post.topic, moderator)
    assert post.topic.title not in page(other, "own-standing")
    remove(topic, moderator)
    assert TITLE not in page(other, "inbox") + page(other, "own-standing")


def test_who_had_taken_back_all_of_their_words_is_not_told_that_the_topic_went(
    board: Board, moderator: Person, author: Person
) -> None:
    topic, partly = (make_topic(board, author=author, title=each) for each in ("Answers alone", TITLE))
    for each in (topic, partly):
        make_reply(each, body="How much?")
    make_reply(partly, author=author, body="It is free.")
    for each in (topic, partly):
        opening = fresh(each.posts.get(number=1))
        assert isinstance(opening, Post)
        remove_post(author=again(author), post=opening)
        assert told(author) == []
    remove(topic, moderator)
    assert (told(author), ProcrastinateJob.objects.filter(task_name="mail_why_topic_removed").count()) == (
        [],
        0,
    )
    assert reverse("topic-removal", args=[topic.pk]) not in page(author, "own-removed")
    found = fresh(topic)
    assert isinstance(found, Topic)
    restore_topic(moderator=again(moderator), topic=found)
    assert told(author) == []
    remove(partly, moderator)  # in which more of theirs stood
    assert (told(author), ProcrastinateJob.objects.filter(task_name="mail_why_topic_removed").count()) == (
        ["topic-removed"],
        1,
    )
    assert reverse("topic-removal", args=[partly.pk]) in page(author, "own-removed")


def test_what_was_removed_is_listed_by_its_words_and_whose_it_was_comes_after(
    board: Board, moderator: Person, author: Person
) -> None:
    for kind in KINDS.values():
        kind.removed(moderator, author, board)
    listed = page(moderator, "removed-topics", board.community.slug)
    rows = listed[listed.index('class="removed-rows"') :]
    heads = [re.sub("<[^>]+>", "", head) for head in re.findall(r"<b>(.*?)</b>", rows)]
    assert (heads[0], heads[1].startswith("#2"), heads[2]) == (TITLE, True, SAID)
    assert rows.count(f"<p>{SAID}</p>") == 2
    seconds = re.findall(r'<p class="small quiet">([^<]*)', rows)
    assert [(board.name in row, "Ada" in row) for row in seconds[:2]] == [(True, True)] * 2
    assert "Ada" in seconds[2]
    with CaptureQueriesContext(connection) as few:
        page(moderator, "removed-topics", board.community.slug)
    for _more in range(2):
        removed_topic(moderator, author, board)
    with CaptureQueriesContext(connection) as many:
        page(moderator, "removed-topics", board.community.slug)
    assert len(many) == len(few)


def test_what_is_said_often_is_offered_wherever_something_is_removed(
    board: Board, moderator: Person, author: Person
) -> None:
    topic = make_topic(board, author=author)
    reply = make_reply(topic, author=author)
    forms = [reverse("topic-remove", args=[topic.pk]), reverse("post-remove", args=[reply.pk])]
    client = signed_in(moderator)
    assert ["<textarea" in client.get(form).content.decode() for form in forms] == [True, True]
    SavedReply.objects.create(community=board.community, name="Selling", words="We sell nothing here.")
    SavedReply.objects.create(community=make_community(), name="Elsewhere", words="Not ours to say.")
    for form in forms:
        told = client.get(form).content.decode()
        assert '<option value="We sell nothing here." label="Selling">' in told
        assert re.search(r'<input type="text" name="reason"[^>]* list="replies"', told)
        assert "Not ours to say." not in told
        refused = client.post(form, {"reason": "x" * 501}).content.decode()
        assert f'value="{"x" * 501}"' in refused and 'id="replies"' in refused
    client.post(forms[0], {"reason": "We sell nothing here."})
    assert Topic.objects.get(pk=topic.pk).removal_reason == "We sell nothing here."
