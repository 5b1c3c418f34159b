"""The pages on which words are taken to a board, with and without what they need."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.chat.models import Message, Room
from forum.communities.models import Community
from forum.discussions.actions.moving import move_topics
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Board, Level, Post, Topic
from forum.lifting.actions.answering import agree
from forum.lifting.models import Lift
from forum.people.models import Person
from tests.factories import expel, make_board, make_community, make_member, make_person, make_topic
from tests.forum.chat.test_sending import say
from tests.forum.lifting.lifted import lift, moderator_of, room_of, states, wording_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def board(community: Community) -> Board:
    return make_board(community, name="Practice")


@pytest.fixture
def room(community: Community) -> Room:
    return room_of(community)


@pytest.fixture
def ada(community: Community) -> Person:
    return make_member(community, make_person("Ada", handle="ada"))


@pytest.fixture
def mo(community: Community) -> Person:
    return moderator_of(community)


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=person.pk))
    return client


def form_for(messages: list[Message], board: Board, **more: object) -> dict[str, object]:
    return {
        "message": [message.pk for message in messages], "to": "topic", "board": board.pk, "title": "From our talk",
        "type": "question", "tags": "wards, nights",
        "source": "We *talked*.", "why": "It helps.", "client_key": str(uuid4()),
    } | more  # fmt: skip


def test_chosen_messages_are_carried_from_stretch_to_stretch(room: Room, ada: Person, mo: Person) -> None:
    messages = []
    for number in range(60):
        cache.clear()  # nobody says so much at once
        messages.append(say(ada, room, f"Line {number}."))
    page = (
        as_(mo)
        .get(f"{room.get_absolute_url()}?choose=1&message={messages[0].pk}&message={messages[59].pk}")
        .content.decode()
    )
    assert f'<input type="hidden" name="message" value="{messages[0].pk}">' in page
    assert f'name="message" value="{messages[59].pk}" checked' in page
    assert 'name="before"' in page
    own = as_(ada).get(f"{room.get_absolute_url()}?choose=1").content.decode()
    assert own.count('form="choose" name="message"') == 50
    other = as_(make_member(room.community)).get(f"{room.get_absolute_url()}?choose=1").content.decode()
    assert 'form="choose" name="message"' not in other


def test_one_looks_before_anything_happens_and_then_asks(
    room: Room, ada: Person, mo: Person, board: Board
) -> None:
    messages = [say(ada, room, "Who knows?"), say(mo, room, "I do.")]
    client, form = as_(mo), form_for(messages, board)
    address = f"/rooms/{room.pk}/take/"
    assert client.get(address, {"message": [each.pk for each in messages]}).status_code == 200
    looked = client.post(address, form)
    page = looked.content.decode()
    assert (looked.status_code, Lift.objects.count()) == (200, 0)
    assert "will be asked first, and sees exactly these words" in page
    assert "Only guests and members of" in page
    assert "<em>talked</em>" in page
    done = client.post(address, form | {"go": "1"})
    asking = Lift.objects.get()
    assert (done.status_code, done["Location"], asking.state) == (302, asking.get_absolute_url(), "asking")
    assert (asking.title, asking.type, asking.tags, asking.why) == (
        "From our talk",
        "question",
        ["wards", "nights"],
        "It helps.",
    )
    assert client.post(address, form | {"go": "1"})["Location"] == asking.get_absolute_url()
    assert Lift.objects.count() == 1


def test_a_reply_names_its_topic_by_address_or_number(room: Room, ada: Person, board: Board) -> None:
    topic = make_topic(board)
    for named in (
        str(topic.pk),
        f"#{topic.pk}",
        topic.get_absolute_url(),
        f"https://weft.example{topic.get_absolute_url()}",
    ):
        form = form_for([say(ada, room)], board, to="reply", topic=named, go="1")
        assert as_(ada).post(f"/rooms/{room.pk}/take/", form).status_code == 302
    assert Post.objects.filter(topic=topic).count() == 5


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"source": " "}, "Write a sentence or two first"),
        ({"title": ""}, "Give the topic a title"),
        ({"board": ""}, "Choose the board first."),
        ({"board": "999999"}, "Choose one of those that are offered here."),
        ({"to": "reply", "topic": "elsewhere.example/t/x"}, "neither the address of a topic nor its number"),
        ({"to": "reply", "topic": "999999"}, "There is no such topic."),
        ({"to": "reply", "topic": ""}, "Say which topic this answers."),
        ({"tags": "a,b,c,d,e,f"}, "at most five tags"),
        ({"to": "elsewhere"}, "Choose one of those that are offered here."),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(
    room: Room, ada: Person, board: Board, change: dict[str, object], why: str
) -> None:
    form = form_for([say(ada, room)], board, source="My own words.", why="My reason.") | change | {"go": "1"}
    answer = as_(ada).post(f"/rooms/{room.pk}/take/", form)
    page = answer.content.decode()
    assert (answer.status_code, Topic.objects.count(), Lift.objects.count()) == (422, 0, 0)
    assert why in page
    assert "My reason." in page
    if change.get("source") is None:
        assert "My own words." in page


def test_without_a_message_nothing_typed_is_lost(room: Room, ada: Person, board: Board) -> None:
    client, address = as_(ada), f"/rooms/{room.pk}/take/"
    assert client.get(address)["Location"] == f"{room.get_absolute_url()}?choose=1"
    answer = client.post(address, form_for([], board, source="My own words."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose at least one message" in page
    assert "My own words." in page


def test_a_hidden_topic_is_answered_as_one_that_is_not_there(room: Room, ada: Person, board: Board) -> None:
    hidden = make_topic(make_board(make_community(visibility="hidden")), title="Secret matters")
    page = (
        as_(ada)
        .post(f"/rooms/{room.pk}/take/", form_for([say(ada, room)], board, to="reply", topic=str(hidden.pk)))
        .content.decode()
    )
    assert ("There is no such topic." in page, "Secret matters" in page) == (True, False)


def test_only_who_asks_and_who_is_asked_sees_the_page(
    room: Room, ada: Person, mo: Person, board: Board
) -> None:
    asking = lift(mo, [say(ada, room, "Exactly this.")], board, why="It helps the new ones.")
    other = make_member(room.community)
    assert [as_(person).get(asking.get_absolute_url()).status_code for person in (mo, ada, other)] == [
        200,
        200,
        404,
    ]
    for act in ("agree", "decline", "publish", "take-back", "take-out"):
        assert as_(other).post(f"{asking.get_absolute_url()}{act}/").status_code == 404
    for act in ("publish", "take-back"):
        assert as_(ada).post(f"{asking.get_absolute_url()}{act}/").status_code == 403
    assert as_(mo).post(f"{asking.get_absolute_url()}agree/").status_code == 403
    page = as_(ada).get(asking.get_absolute_url()).content.decode()
    assert "Exactly this." in page
    assert "It helps the new ones." in page
    assert Client().get(asking.get_absolute_url()).status_code == 302


def test_home_says_who_waits_and_the_answer_puts_it_up(
    room: Room, ada: Person, mo: Person, board: Board
) -> None:
    message = say(ada, room, "Exactly this.")
    asking = lift(mo, [message], board)
    client = as_(ada)
    assert "1 person would like to take what you said to a board" in client.get("/").content.decode()
    assert "You asked people for their word" in as_(mo).get("/").content.decode()
    stale = client.post(f"{asking.get_absolute_url()}agree/", {"seen": "another"})
    assert (stale.status_code, states(asking)) == (409, ["asked"])
    assert (
        client.post(f"{asking.get_absolute_url()}agree/", {"seen": wording_for(asking, ada)}).status_code
        == 302
    )
    post = Post.objects.select_related("topic").get()
    assert "would like to take" not in client.get("/").content.decode()
    room_page = client.get(room.get_absolute_url()).content.decode()
    assert "Taken to a board" in room_page
    assert "From our talk" in room_page
    topic_page = client.get(post.topic.get_absolute_url()).content.decode()
    assert f'href="/rooms/{room.pk}/?at={message.seq}#message-{message.pk}"' in topic_page


def test_the_ways_between_both_are_shown_to_those_who_may_go_them(
    room: Room, ada: Person, mo: Person
) -> None:
    there = make_board(make_community("Elsewhere", visibility="private"))
    make_member(there.community, mo)
    reader = make_member(there.community)
    message = say(ada, room, "Exactly this.")
    asking = lift(mo, [message], there)
    agree(author=ada, lift=asking, seen=wording_for(asking, ada))
    topic = Topic.objects.get()
    link = f"/rooms/{room.pk}/"
    pages = {person.pk: as_(person).get(topic.get_absolute_url()) for person in (mo, reader, ada)}
    assert [pages[person.pk].status_code for person in (mo, reader, ada)] == [200, 200, 404]
    assert [link in pages[person.pk].content.decode() for person in (mo, reader)] == [True, False]
    assert "Exactly this." in pages[reader.pk].content.decode()
    shown = {person.pk: as_(person).get(room.get_absolute_url()).content.decode() for person in (mo, ada)}
    assert ["Taken to a board" in shown[person.pk] for person in (mo, ada)] == [True, False]
    expel(mo, room.community)
    assert link not in as_(mo).get(topic.get_absolute_url()).content.decode()


def test_nobody_learns_of_a_hidden_place_by_being_asked(room: Room, ada: Person, mo: Person) -> None:
    hidden = make_board(make_community("Secret circle", visibility="hidden"), name="Secret board")
    make_member(hidden.community, mo)
    topic = make_topic(hidden, title="Secret matters")
    asking = lift(mo, [say(ada, room)], topic)
    for address in (asking.get_absolute_url(), "/lifts/", "/"):
        assert "Secret" not in as_(ada).get(address).content.decode()


def test_a_topic_that_went_elsewhere_is_named_to_its_readers_alone(
    room: Room, ada: Person, mo: Person, board: Board
) -> None:
    asking = lift(mo, [say(ada, room, "Exactly this.")], board)
    agree(author=ada, lift=asking, seen=wording_for(asking, ada))
    topic = Topic.objects.get()
    assert topic.title in as_(ada).get(asking.get_absolute_url()).content.decode()
    narrow = make_board(board.community, name="Backstage", read_from=Level.MODERATORS)
    move_topics(mover=mo, topics=[topic], to=narrow, agreed_level=Level.MODERATORS)
    Topic.objects.filter(pk=topic.pk).update(title="Trouble with Ada")
    pages = [as_(person).get(asking.get_absolute_url()).content.decode() for person in (mo, ada)]
    assert [[words in page for words in ("Trouble", "Backstage")] for page in pages] == [
        [True] * 2,
        [False] * 2,
    ]
    assert ["moderators of" in page for page in pages] == [True, True]


def test_a_removed_topic_is_named_to_nobody(room: Room, ada: Person, mo: Person, board: Board) -> None:
    topic = make_topic(board, title="Said in haste")
    asking = lift(mo, [say(ada, room)], topic)
    assert "Said in haste" in as_(ada).get(asking.get_absolute_url()).content.decode()
    remove_topic(moderator=mo, topic=topic, reason="Off topic.")
    for person in (ada, mo):
        assert "Said in haste" not in as_(person).get(asking.get_absolute_url()).content.decode()


def test_taking_out_is_asked_once(room: Room, ada: Person, mo: Person, board: Board) -> None:
    asking = lift(mo, [say(ada, room, "Exactly this.")], board)
    agree(author=ada, lift=asking, seen=wording_for(asking, ada))
    client, address = as_(ada), f"{asking.get_absolute_url()}take-out/"
    assert "Exactly this." in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert (states(asking), client.get(address).status_code) == (["taken-out"], 404)


def test_facilitators_find_the_rule_beside_their_rooms(community: Community, mo: Person) -> None:
    facilitator = community.memberships.get(role=40).person
    address = f"/c/{community.slug}/manage/rooms/taking/"
    assert as_(mo).get(address).status_code == 403
    assert address in as_(facilitator).get(f"/c/{community.slug}/manage/rooms/").content.decode()
    assert as_(facilitator).post(address, {"taking": "always"}).status_code == 422
    assert as_(facilitator).post(address, {"taking": "free"}).status_code == 302
    log = as_(facilitator).get(f"/c/{community.slug}/manage/log/").content.decode()
    assert "changed how what is said in rooms may be taken to boards" in log
    room = room_of(Community.objects.get(pk=community.pk))
    assert (
        "Moderators may take it to boards" in as_(facilitator).get(room.get_absolute_url()).content.decode()
    )


def test_the_list_costs_the_same_for_one_as_for_many(
    room: Room, ada: Person, mo: Person, board: Board
) -> None:
    found = []
    for number in (1, 9):
        for _each in range(number):
            cache.clear()
            lift(mo, [say(ada, room)], board)
            done = lift(mo, [say(ada, room)], board)
            agree(author=ada, lift=done, seen=wording_for(done, ada))
        for person in (ada, mo):
            client = as_(person)
            client.get("/lifts/")
            with CaptureQueriesContext(connection) as asked:
                assert client.get("/lifts/").status_code == 200
            found.append(len(asked))
    assert found[:2] == found[2:]
