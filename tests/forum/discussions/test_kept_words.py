"""A session that ends while someone writes takes none of their words with it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from forum.core.limits import DRAFTING
from forum.discussions.actions.edits import edit_post
from forum.discussions.actions.kept_words import signed_writer
from forum.discussions.actions.replies import post_reply
from forum.discussions.models import Board, Post, Topic
from forum.people.models import Person
from tests.factories import make_member, make_topic
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

WORDS = (
    "Two hours of thought, \N{RIGHT SINGLE QUOTATION MARK}typed\N{RIGHT SINGLE QUOTATION MARK} on a phone."
)


@pytest.fixture
def topic(board: Board) -> Topic:
    return make_topic(board)


@pytest.fixture
def member(board: Board) -> Person:
    return make_member(board.community)


def expired(client: Client, person: Person) -> None:
    """Sign the person in and let their session be gone on the server, as after two weeks."""
    client.force_login(person)
    client.session.delete()


def send_reply(client: Client, topic: Topic, writer: Person, text: str = WORDS) -> Any:
    """Send a reply from a page that was shown to `writer`, by whoever the browser is now."""
    form = {"text": text, "client_key": str(uuid4()), "writer": signed_writer(writer)}
    return client.post(f"/t/{topic.pk}/reply/", form)


def sign_in(client: Client, person: Person, back: str) -> Any:
    return client.post(
        "/accounts/login/", {"login": person.email, "password": PASSWORD, "next": back}, follow=True
    )


def test_a_reply_sent_after_the_session_ended_waits_in_the_composer(
    client: Client, topic: Topic, member: Person
) -> None:
    expired(client, member)
    turned_away = send_reply(client, topic, member)
    assert (turned_away.status_code, Post.objects.filter(topic=topic).count()) == (302, 1)
    login_page = client.get(turned_away["Location"]).content.decode()
    assert "What you wrote is kept" in login_page
    page = sign_in(client, member, topic.get_absolute_url()).content.decode()
    assert WORDS in page.split('name="text"')[1].split("</textarea>")[0].replace("&#x27;", "'")


def test_a_topic_begun_after_the_session_ended_waits_too(
    client: Client, board: Board, member: Person
) -> None:
    start = f"/c/{board.community.slug}/{board.slug}/start/"
    expired(client, member)
    turned_away = client.post(
        start,
        {
            "title": "A title of mine",
            "text": WORDS,
            "type": "discussion",
            "client_key": str(uuid4()),
            "writer": signed_writer(member),
        },
    )
    assert (turned_away.status_code, Topic.objects.filter(home_board=board).count()) == (302, 0)
    page = sign_in(client, member, start).content.decode()
    assert (WORDS in page, "A title of mine" in page) == (True, True)


def test_an_edit_sent_after_the_session_ended_still_knows_what_it_began_from(
    client: Client, topic: Topic, member: Person
) -> None:
    post = post_reply(author=member, topic=topic, body="First words.")
    expired(client, member)
    client.post(f"/posts/{post.pk}/edit/", {"text": WORDS, "revision": "1", "writer": signed_writer(member)})
    edit_post(editor=member, post=post, body="Words from another window.", revision=1)
    page = sign_in(client, member, f"/posts/{post.pk}/edit/").content.decode()
    assert 'name="revision" value="1"' in page
    assert client.post(f"/posts/{post.pk}/edit/", {"text": WORDS, "revision": "1"}).status_code == 409


def test_words_are_given_back_once_and_only_where_they_were_typed(
    client: Client, board: Board, topic: Topic, member: Person
) -> None:
    other = make_topic(board)
    send_reply(client, topic, member)
    sign_in(client, member, "/")
    places = (other, topic, topic)
    shown = [WORDS in client.get(place.get_absolute_url()).content.decode() for place in places]
    assert (shown, client.session.get("kept_words")) == ([False, True, False], None)


def test_words_are_forgotten_after_an_hour(client: Client, topic: Topic, member: Person) -> None:
    now = datetime.now(UTC)
    with time_machine.travel(now, tick=True):
        send_reply(client, topic, member)
    with time_machine.travel(now + timedelta(minutes=61), tick=True):
        assert WORDS not in sign_in(client, member, topic.get_absolute_url()).content.decode()


def test_another_person_in_the_same_browser_does_not_see_them(
    client: Client, topic: Topic, member: Person
) -> None:
    other = make_member(topic.home_board.community)
    expired(client, member)
    send_reply(client, topic, member)
    assert [words[1] for words in client.session["kept_words"].values()] == [WORDS]
    page = sign_in(client, other, topic.get_absolute_url()).content.decode()
    assert ('name="text"' in page, WORDS in page) == (True, False)
    assert (client.session.get("kept_words"), WORDS in str(dict(client.session))) == (None, False)
    client.post("/accounts/logout/")
    assert WORDS not in sign_in(client, member, topic.get_absolute_url()).content.decode()


def test_words_of_two_people_in_one_browser_go_to_each_their_own(
    client: Client, topic: Topic, member: Person
) -> None:
    """Both had the page open when their sessions ended, at the same place."""
    other = make_member(topic.home_board.community)
    send_reply(client, topic, other, text="Words of the other one.")
    send_reply(client, topic, member)
    page = sign_in(client, member, topic.get_absolute_url()).content.decode()
    assert (WORDS in page, "Words of the other one." in page) == (True, False)
    assert "Words of the other one." not in str(dict(client.session))


def test_signing_up_leaves_the_words_of_others_behind(client: Client, topic: Topic, member: Person) -> None:
    send_reply(client, topic, member)
    joined = {"email": "new@example.org", "password1": PASSWORD, "display_name": "New Here"}
    assert client.post("/accounts/signup/", joined).status_code == 302
    assert (client.session["_auth_user_id"] != str(member.pk), "kept_words" in client.session) == (
        True,
        False,
    )


@pytest.mark.parametrize("said", ["", "7", "7:forged", "None", "\x00"])
def test_words_of_nobody_in_particular_are_given_back_at_once_and_never_held(
    client: Client, topic: Topic, member: Person, said: str
) -> None:
    """A form that does not say who typed, or says it without our signature, gets words to nobody's composer."""
    own = signed_writer(member)
    for writer in {said, said.replace("7", str(member.pk)), own[:-1], own.replace(str(member.pk), "1", 1)}:
        answer = client.post(f"/t/{topic.pk}/reply/", {"text": WORDS, "writer": writer})
        page = answer.content.decode()
        assert (answer.status_code, WORDS in page, "does not say who you are" in page) == (403, True, True)
    assert "kept_words" not in client.session
    assert WORDS not in sign_in(client, member, topic.get_absolute_url()).content.decode()


def test_each_form_names_its_own_reader_however_it_was_put_together(
    client: Client, board: Board, topic: Topic, member: Person
) -> None:
    """Also where a page is kept for many readers: the composer of a topic is one, that of a new topic is none."""
    for person in (member, make_member(board.community)):
        client.force_login(person)
        post = post_reply(author=person, topic=topic, body="Mine.")
        start = f"/c/{board.community.slug}/{board.slug}/start/"
        for address in (topic.get_absolute_url(), start, f"/posts/{post.pk}/edit/"):
            page = client.get(address).content.decode()
            assert re.findall(r'name="writer" value="([^"]*)"', page) == [signed_writer(person)]


def test_a_visitor_who_types_nothing_gets_no_session(client: Client, topic: Topic, member: Person) -> None:
    send_reply(client, topic, member, text="  ")
    assert client.session.get("kept_words") is None


def test_an_address_that_keeps_on_is_told_so_and_shown_its_words(
    client: Client, topic: Topic, member: Person
) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False):
        answers = [send_reply(client, topic, member) for _ in range(DRAFTING.times + 1)]
    assert [answers[0].status_code, answers[-1].status_code] == [302, 429]
    assert WORDS in answers[-1].content.decode().replace("&#x27;", "'")


def test_words_are_held_for_a_few_places_and_never_without_end(
    client: Client, board: Board, topic: Topic, member: Person
) -> None:
    topics = [make_topic(board) for _ in range(5)]
    for one in topics:
        send_reply(client, one, member, text="x" * 120_000)
    held = client.session["kept_words"]
    assert list(held) == [f"{member.pk} topic:{one.pk}" for one in topics[-3:]]
    assert {len(words[1]) for words in held.values()} == {100_000}
