"""What a post will look like, shown before it is sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from forum.communities.models import Community
from forum.discussions.actions.replies import post_reply
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic

pytestmark = pytest.mark.django_db
SCRIPTS = {"Accept": "application/json"}


def preview(person: Person | None, text: str, **place: int) -> Any:
    client = Client()
    if person is not None:
        client.force_login(person)
    answer: Any = client.post("/preview/", {"text": text, **place}, headers=SCRIPTS)
    return answer


def test_the_preview_is_what_the_post_will_be() -> None:
    community = make_community(visibility=Community.Visibility.PRIVATE)
    writer, reader = make_member(community), make_member(community, make_person(handle="reader"))
    outsider = make_person(handle="outsider")
    topic = make_topic(make_board(community))
    text = "**Hello** @reader, @outsider and @nobody in #1 <script>alert(1)</script>\n\n![x](https://example.org/x.png)"
    shown = preview(writer, text, topic=topic.pk).content.decode()
    assert shown == post_reply(author=writer, topic=topic, body=text).html
    assert '<a class="mention" href="/people/reader/"' in shown
    assert "<script" not in shown
    assert f"/people/{outsider.handle}/" not in shown
    assert reader.handle == "reader"


def test_a_board_previews_the_first_post_of_a_topic() -> None:
    board = make_board()
    writer = make_member(board.community, make_person(handle="ada"))
    assert preview(writer, "*Hi* @ada", board=board.pk).content.decode() == (
        '<p><em>Hi</em> <a class="mention" href="/people/ada/" rel="nofollow ugc noopener">@ada</a></p>\n'
    )


def test_nothing_written_is_said_so() -> None:
    topic = make_topic()
    assert (
        preview(topic.author, " \n", topic=topic.pk).content.decode()
        == '<p class="quiet">Nothing to show yet.</p>'
    )


def test_too_long_a_text_is_told_by_how_much() -> None:
    topic = make_topic()
    answer = preview(topic.author, "x" * 32_001, topic=topic.pk)
    assert (answer.status_code, answer.json()["say"]) == (
        422,
        "This is 1 character too long; a post holds 32,000. Shorten it or send it in parts.",
    )


def test_only_those_who_read_a_place_preview_there() -> None:
    topic = make_topic(make_board(make_community(visibility=Community.Visibility.PRIVATE)))
    outsider = make_person()
    answers = [
        preview(topic.author, "Hi", topic=topic.pk),
        preview(outsider, "Hi", topic=topic.pk),
        preview(outsider, "Hi", topic=topic.pk + 1000),
        preview(outsider, "Hi"),
        preview(None, "Hi", topic=topic.pk),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 404, 404, 403]
    assert answers[1].content == answers[2].content


def test_places_that_are_no_numbers_are_not_found() -> None:
    topic = make_topic()
    client = Client()
    client.force_login(topic.author)
    wrong = ["0", "-1", "1 or 1", "9" * 30, "\x00", "١"]
    assert [client.post("/preview/", {"text": "Hi", "topic": place}).status_code for place in wrong] == [
        404
    ] * 6


def test_previews_in_quick_succession_are_slowed_down() -> None:
    topic = make_topic()
    answers = [preview(topic.author, "Hi", topic=topic.pk).status_code for _turn in range(61)]
    assert answers in ([200] * 60 + [429], [200] * 61)  # a new minute may begin in between
    make_reply(topic)


def test_an_edit_is_previewed_at_its_post() -> None:
    topic = make_topic(make_board(make_community(visibility=Community.Visibility.PRIVATE)))
    place = f"post:{topic.posts.get().pk}"
    answers = []
    for person in (topic.author, make_person()):
        client = Client()
        client.force_login(person)
        answers.append(client.post("/preview/", {"text": "Hi", "place": place}).status_code)
    assert answers == [200, 404]
