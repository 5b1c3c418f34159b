"""Words that may identify a patient: whoever writes is asked before anything is stored, or a moderator looks first."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from forum.communities.models import Community, Role
from forum.core.identifiers import Identified
from forum.discussions.actions.deciding import let_through
from forum.discussions.actions.edits import EditConflict, edit_post
from forum.discussions.actions.held_words import change_held
from forum.discussions.actions.replies import post_reply
from forum.discussions.actions.starting import start_topic
from forum.discussions.actions.submitting import submit_reply, submit_topic
from forum.discussions.actions.topics import retitle_topic
from forum.discussions.models import Board, Draft, HeldPost, Post, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_topic, place_topic

pytestmark = pytest.mark.django_db

NAMING = "Pt MRN 00482913 came back with the same rash."
CLEAN = "A woman in her fifties came back with the same rash."


@pytest.fixture
def board() -> Board:
    return make_board()


@pytest.fixture
def topic(board: Board) -> Topic:
    return make_topic(board)


@pytest.fixture
def ada(board: Board) -> Person:
    return make_member(board.community)


def guard(community: Community, guard: str) -> None:
    Community.objects.filter(pk=community.pk).update(guard=guard)


def asked(write: object, /, *args: object, **fields: object) -> Identified:
    with pytest.raises(Identified) as told:
        write(*args, **fields)  # type: ignore[operator]
    return told.value


def test_a_community_asks_until_its_facilitators_say_otherwise(topic: Topic, ada: Person) -> None:
    question = asked(submit_reply, author=ada, topic=topic, body=NAMING)
    assert "“MRN 00482913” looks like a record number" in str(question.sentence)
    assert (question.status, question.is_for_its_writer, Post.objects.filter(topic=topic).count()) == (
        422,
        True,
        1,
    )
    guard(topic.home_board.community, "off")
    assert submit_reply(author=ada, topic=topic, body=NAMING).source == NAMING


def test_who_says_that_it_identifies_nobody_sends_exactly_that_on(topic: Topic, ada: Person) -> None:
    edition = asked(submit_reply, author=ada, topic=topic, body=NAMING).edition
    more = NAMING + " Her phone is 07700 900461."
    assert asked(submit_reply, author=ada, topic=topic, body=more, cleared=edition).edition != edition
    sent = submit_reply(author=ada, topic=topic, body=NAMING, cleared=edition)
    assert isinstance(sent, Post) and sent.source == NAMING


def test_doors_that_know_of_no_question_store_nothing(board: Board, topic: Topic, ada: Person) -> None:
    asked(post_reply, author=ada, topic=topic, body=NAMING)
    asked(start_topic, author=ada, board=board, title="A rash", body=NAMING)
    asked(start_topic, author=ada, board=board, title="MRN 00482913", body=CLEAN)
    assert (Post.objects.count(), Topic.objects.count()) == (1, 1)


def test_title_and_tags_are_looked_at_as_the_words_are(board: Board, ada: Person) -> None:
    edition = asked(submit_topic, author=ada, board=board, title="Rash of MRN 00482913", body=CLEAN).edition
    topic = submit_topic(author=ada, board=board, title="Rash of MRN 00482913", body=CLEAN, cleared=edition)
    assert isinstance(topic, Topic)
    same = {"editor": ada, "topic": topic, "type": topic.type}
    retitle_topic(title="The rash of MRN 00482913", tags=[], **same)  # it stands already
    question = asked(retitle_topic, title="MRN 00482913 and MRN 5582017", tags=[], **same)
    assert [each.words for each in question.sightings] == ["MRN 5582017"]
    retitle_topic(title="MRN 00482913 and MRN 5582017", tags=[], cleared=question.edition, **same)
    topic.refresh_from_db()
    assert topic.title == "MRN 00482913 and MRN 5582017"


def test_an_edit_is_asked_about_what_it_adds(topic: Topic, ada: Person) -> None:
    post = submit_reply(author=ada, topic=topic, body=CLEAN)
    assert isinstance(post, Post)
    question = asked(edit_post, editor=ada, post=post, body=NAMING, revision=1)
    assert Post.objects.get(pk=post.pk).source == CLEAN
    edit_post(editor=ada, post=post, body=NAMING, revision=1, cleared=question.edition)
    assert edit_post(editor=ada, post=post, body=NAMING + " Thanks.", revision=2).revision == 3


def test_where_a_moderator_looks_first_cleared_words_wait_and_say_why(topic: Topic, ada: Person) -> None:
    guard(topic.home_board.community, "hold")
    question = asked(submit_reply, author=ada, topic=topic, body=NAMING)
    assert "a moderator looks at it first" in str(question.sentence)
    held = submit_reply(author=ada, topic=topic, body=NAMING, cleared=question.edition)
    assert isinstance(held, HeldPost)
    assert (held.seen, held.board, Post.objects.filter(topic=topic).count()) == (
        ["record"],
        topic.home_board,
        1,
    )
    assert isinstance(submit_reply(author=ada, topic=topic, body=CLEAN), Post)
    moderator = make_member(topic.home_board.community, role=Role.MODERATOR)
    client = Client()
    client.force_login(moderator)
    queue = unescape(client.get(f"/c/{topic.home_board.community.slug}/manage/held/").content.decode())
    assert "It may identify a patient: a record number was seen in it." in queue
    post = let_through(moderator=moderator, held=held, revision=1)
    assert (post.source, post.author) == (NAMING, ada)


def test_a_topic_waits_as_a_reply_does_and_an_edit_of_what_waits_is_asked_about(
    board: Board, ada: Person
) -> None:
    guard(board.community, "hold")
    said = {"author": ada, "board": board, "title": "A rash", "body": NAMING}
    held = submit_topic(**said, cleared=asked(submit_topic, **said).edition)
    assert isinstance(held, HeldPost) and held.seen == ["record"]
    other = NAMING + " Tel 07700 900461."
    change = {"author": ada, "held": held, "title": "A rash", "body": other, "revision": 1}
    changed = change_held(**change, cleared=asked(change_held, **change).edition)
    assert (changed.source, changed.seen) == (other, ["record", "phone"])


def test_moderators_wait_for_nobody_but_are_asked(topic: Topic) -> None:
    guard(topic.home_board.community, "hold")
    moderator = make_member(topic.home_board.community, role=Role.MODERATOR)
    edition = asked(submit_reply, author=moderator, topic=topic, body=NAMING).edition
    assert isinstance(submit_reply(author=moderator, topic=topic, body=NAMING, cleared=edition), Post)


def test_an_edit_cannot_wait_and_says_so(topic: Topic, ada: Person) -> None:
    post = submit_reply(author=ada, topic=topic, body=CLEAN)
    guard(topic.home_board.community, "hold")
    question = asked(edit_post, editor=ada, post=post, body=NAMING, revision=1)
    assert (question.edition, question.is_for_its_writer) == ("", False)
    assert "a change cannot wait" in str(question.sentence)
    asked(edit_post, editor=ada, post=post, body=NAMING, revision=1, cleared="")


def test_the_strictest_of_the_communities_in_which_a_topic_stands_holds_for_all(
    topic: Topic, ada: Person
) -> None:
    guest = make_board(make_community())
    place_topic(topic, guest)
    guard(topic.home_board.community, "off")
    guard(guest.community, "off")
    assert isinstance(submit_reply(author=ada, topic=topic, body=NAMING), Post)
    guard(guest.community, "warn")
    asked(submit_reply, author=ada, topic=topic, body=NAMING)
    guard(guest.community, "hold")
    edition = asked(submit_reply, author=ada, topic=topic, body=NAMING).edition
    held = submit_reply(author=ada, topic=topic, body=NAMING, cleared=edition)
    assert isinstance(held, HeldPost) and held.board == guest


def test_who_comes_from_elsewhere_is_held_where_they_answer(topic: Topic) -> None:
    guest = make_board(make_community())
    place_topic(topic, guest)
    guard(topic.home_board.community, "hold")
    guard(guest.community, "hold")
    bo = make_member(guest.community)
    said = {"author": bo, "topic": topic, "body": NAMING, "via_board": guest}
    held = submit_reply(**said, cleared=asked(submit_reply, **said).edition)
    assert isinstance(held, HeldPost) and held.board == guest


class TestPages:
    @pytest.fixture
    def client(self, ada: Person) -> Client:
        client = Client()
        client.force_login(ada)
        return client

    def test_the_composer_says_what_it_saw_and_sends_it_on_once_ticked(
        self, client: Client, topic: Topic, ada: Person
    ) -> None:
        form = {"text": NAMING, "client_key": str(uuid4())}
        page = client.post(f"/t/{topic.pk}/reply/", form)
        text = unescape(page.content.decode())
        assert (page.status_code, Post.objects.count(), Draft.objects.count()) == (422, 1, 0)
        assert "<mark>MRN 00482913</mark>" in text and NAMING in text
        (edition,) = re.findall(r'name="cleared" value="(\w+)"', text)
        answer = client.post(f"/t/{topic.pk}/reply/", form | {"cleared": edition})
        again = client.post(f"/t/{topic.pk}/reply/", form | {"cleared": edition})
        assert (answer.status_code, answer["Location"]) == (302, again["Location"])
        assert Post.objects.get(topic=topic, number=2).source == NAMING

    def test_a_topic_comes_back_with_all_that_was_typed(self, client: Client, board: Board) -> None:
        address = f"/c/{board.community.slug}/{board.slug}/start/"
        form = {"title": "A rash", "type": "discussion", "tags": "skin", "text": NAMING}
        page = client.post(address, form)
        text = unescape(page.content.decode())
        assert (page.status_code, Topic.objects.count(), Draft.objects.count()) == (422, 0, 0)
        assert ('value="A rash"' in text, NAMING in text, "<mark>" in text) == (True, True, True)
        (edition,) = re.findall(r'name="cleared" value="(\w+)"', text)
        assert client.post(address, form | {"cleared": edition}).status_code == 302

    def test_titles_are_asked_about_on_their_page(self, client: Client, board: Board, ada: Person) -> None:
        topic = make_topic(board, author=ada)
        form = {"title": "MRN 00482913", "type": "discussion", "tags": ""}
        page = client.post(f"/t/{topic.pk}/title/", form)
        (edition,) = re.findall(r'name="cleared" value="(\w+)"', page.content.decode())
        assert page.status_code == 422
        assert client.post(f"/t/{topic.pk}/title/", form | {"cleared": edition}).status_code == 302

    def test_an_edit_is_asked_about_on_its_page(self, client: Client, topic: Topic, ada: Person) -> None:
        post = submit_reply(author=ada, topic=topic, body=CLEAN)
        form = {"text": NAMING, "revision": 1}
        page = client.post(f"/posts/{post.pk}/edit/", form)
        (edition,) = re.findall(r'name="cleared" value="(\w+)"', page.content.decode())
        assert (page.status_code, Draft.objects.count()) == (422, 0)
        assert client.post(f"/posts/{post.pk}/edit/", form | {"cleared": edition}).status_code == 302

    def test_an_edit_that_was_overtaken_loses_nothing(
        self, client: Client, topic: Topic, ada: Person
    ) -> None:
        post = submit_reply(author=ada, topic=topic, body=CLEAN)
        assert isinstance(post, Post)
        edit_post(editor=ada, post=post, body="Something else.", revision=1)
        edition = asked(edit_post, editor=ada, post=post, body=NAMING, revision=1).edition
        with pytest.raises(EditConflict):
            edit_post(editor=ada, post=post, body=NAMING, revision=1, cleared=edition)
        page = client.post(f"/posts/{post.pk}/edit/", {"text": NAMING, "revision": 1, "cleared": edition})
        assert (page.status_code, NAMING in page.content.decode()) == (409, True)

    def test_what_is_begun_is_kept_here_only_without_what_identifies(
        self, client: Client, topic: Topic, ada: Person
    ) -> None:
        address, place = "/drafts/", f"topic:{topic.pk}"
        assert client.post(address, {"place": place, "text": CLEAN}).status_code == 200
        headers = {"accept": "application/json"}
        refused = client.post(address, {"place": place, "text": CLEAN + NAMING}, headers=headers)
        assert (refused.status_code, "stays on this device" in refused.json()["say"]) == (403, True)
        assert Draft.objects.get(person=ada).body == CLEAN
        guard(topic.home_board.community, "off")
        assert client.post(address, {"place": place, "text": NAMING}).status_code == 200
        assert Draft.objects.get(person=ada).body == NAMING

    def test_facilitators_choose_and_the_log_says_so(self, board: Board) -> None:
        facilitator = make_member(board.community, role=Role.FACILITATOR)
        client = Client()
        client.force_login(facilitator)
        address = f"/c/{board.community.slug}/manage/settings/"
        page = client.get(address).content.decode()
        form = dict(re.findall(r'name="(seen)" value="(\w+)"', page))
        form |= {
            name: getattr(board.community, name) for name in ("name", "domain", "kind", "time_zone", "hue")
        }
        form |= {"joining": "open", "guard": "hold"}
        assert client.post(address, form).status_code == 302
        board.community.refresh_from_db()
        assert board.community.guard == "hold"
        log = unescape(client.get(f"/c/{board.community.slug}/manage/log/").content.decode())
        assert "Words that may identify a patient" in log
