"""Each door to what stands elsewhere, one by one: addresses, chips, lists, cards, copies, counts and refusals."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from forum.chat.selectors.cards import linked_for
from forum.communities.models import Role
from forum.core.verdicts import Refused
from forum.crossposting.actions.deciding import accept_placement
from forum.crossposting.actions.ending import end_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import hide_post
from forum.crossposting.policies.answering import may_answer, may_end, may_hide, may_see, may_tend
from forum.crossposting.policies.carrying import may_carry, may_carry_to, may_leave_home
from forum.discussions.actions.files import attachment_markdown, store_upload
from forum.discussions.actions.marks import accept_answer, react
from forum.discussions.actions.replies import post_reply
from forum.discussions.models import Board, Placement, Post, Topic
from forum.discussions.policies.posts import may_edit, may_read_history, may_read_post, may_remove
from forum.discussions.policies.topics import (
    may_accept_answer,
    may_bookmark,
    may_follow,
    may_moderate_topic,
    may_react,
    may_reply,
    may_retitle,
)
from forum.discussions.selectors.files import files_visible_to
from forum.discussions.selectors.posts import posts_visible_to
from forum.discussions.selectors.reading import unread_by_board
from forum.discussions.selectors.topics import topic_with_placements
from forum.people.actors import Actor
from forum.people.models import Person
from forum.personal_data.selectors.marks import followings
from forum.personal_data.selectors.written import own_posts
from tests.factories import (
    Crossing,
    make_board,
    make_board_moderator,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
    place_topic,
)
from tests.forum.discussions.uploads import picture

pytestmark = pytest.mark.django_db
State = Placement.State
CHANGING = re.compile(r"[A-Za-z0-9_-]{22,}|[?&;]in=\d+")  # tokens and keys, and what the address itself says


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def as_it_is(topic: Topic) -> Topic:
    found = topic_with_placements(topic.pk)
    assert found is not None
    return found


def post_as_it_is(post: Post) -> Post:
    found = Post.objects.get(pk=post.pk)
    found.topic = as_it_is(found.topic)
    return found


def page(person: Person | None, topic: Topic, **query: object) -> str:
    client = Client()
    if person is not None:
        client.force_login(fresh(person))
    answer = client.get(topic.get_absolute_url(), query)
    assert answer.status_code == 200
    return answer.content.decode()


def placed_crossing(home: str = "network", there: str = "hidden") -> tuple[Crossing, Placement]:
    crossing = make_crossing(home, there)
    Board.objects.filter(pk=crossing.there.pk).update(name="Ward four")
    crossing.there.refresh_from_db()
    return crossing, crossing.place()


def read_there_alone() -> tuple[Crossing, Placement]:
    """What no action lets come about: members of the receiving community read there what is not theirs at home."""
    crossing = make_crossing("private", "private")
    Board.objects.filter(pk=crossing.home.pk).update(name="Ward one")
    placement = place_topic(crossing.topic, crossing.there)
    return crossing, Placement.objects.get(pk=placement.pk)


def hidden_reply(crossing: Crossing, placement: Placement, body: str = "Sunflower") -> Post:
    post = make_reply(crossing.topic, author=crossing.author, body=body)
    hide_post(moderator=crossing.there_moderator, placement=placement, post=post, reason="Off topic.")
    return post


# Addresses and what stands on a page ------------------------------------------------------------------


def test_an_address_that_names_a_board_which_one_does_not_read_is_as_one_that_names_none() -> None:
    crossing, _placement = placed_crossing()
    stranger = make_person()
    for board in (crossing.there.pk, crossing.there.pk + 999, crossing.home.pk):
        found = page(stranger, crossing.topic, **{"in": board})
        assert CHANGING.sub("", found) == CHANGING.sub("", page(stranger, crossing.topic))
        assert "Ward four" not in found
    assert "Ward four" in page(crossing.reader, crossing.topic)
    address = f'<link rel="canonical" href="http://testserver{crossing.topic.get_absolute_url()}">'
    assert address in page(crossing.reader, crossing.topic, **{"in": crossing.there.pk})


def test_the_way_that_a_reply_came_is_shown_where_the_board_is() -> None:
    crossing, _placement = placed_crossing()
    make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    assert "via Ward four" in page(crossing.reader, crossing.topic)
    for person in (make_person(), crossing.author):
        assert {name for name in ("via ", "Ward four") if name in page(person, crossing.topic)} == set()


def test_the_composer_offers_the_boards_that_one_reads() -> None:
    crossing, _placement = placed_crossing()
    name = f"{crossing.there.community.name} · Ward four"
    assert name in page(crossing.broker, crossing.topic)
    assert name not in page(make_member(crossing.home.community), crossing.topic)


def test_a_note_is_read_on_the_board_for_which_it_was_written() -> None:
    crossing = make_crossing("network", "hidden")
    placement = crossing.propose("Sunflower among us.")
    waits = page(crossing.reader, crossing.topic, **{"in": crossing.there.pk})
    accept_placement(moderator=crossing.there_moderator, placement=placement)
    stands = page(crossing.reader, crossing.topic, **{"in": crossing.there.pk})
    assert ["Sunflower" in each for each in (waits, stands)] == [False, True]
    assert "Sunflower" not in page(make_person(), crossing.topic, **{"in": crossing.there.pk})
    assert crossing.broker.display_name not in page(make_person(), crossing.topic)


# What one board hides ------------------------------------------------------------------------------------


def test_what_a_board_hides_is_not_shown_to_who_comes_by_it_and_stands_at_home() -> None:
    crossing, placement = placed_crossing()
    hidden_reply(crossing, placement)
    by_board = {"in": crossing.there.pk}
    found = page(crossing.reader, crossing.topic, **by_board)
    assert "Sunflower" not in found and "Not shown on Ward four" in found
    assert "Sunflower" in page(crossing.reader, crossing.topic)
    assert "Sunflower" in page(make_person(), crossing.topic, **by_board)
    own = page(crossing.author, crossing.topic, **by_board)
    assert "Sunflower" in own
    make_member(crossing.there.community, crossing.author)
    own = page(crossing.author, crossing.topic, **by_board)
    assert "Sunflower" in own and "Hidden on Ward four by its moderators" in own


def test_who_reads_there_alone_has_no_door_to_what_is_hidden_there() -> None:
    crossing, placement = read_there_alone()
    post = hidden_reply(crossing, placement)
    reader = crossing.reader
    assert not may_read_post(fresh(reader), post_as_it_is(post))
    assert post not in posts_visible_to(fresh(reader))
    client = Client()
    client.force_login(fresh(reader))
    for name in ("post-acts", "post-history", "quotation", "post-edit", "post-remove"):
        assert client.get(reverse(name, args=[post.pk])).status_code == 404, name
    topic = crossing.topic
    for address in (
        reverse("post", args=[topic.pk, topic.slug, 2]), reverse("unread", args=[topic.pk, topic.slug]),
        reverse("person", args=[crossing.author.handle]),
    ):  # fmt: skip
        assert "Sunflower" not in client.get(address, follow=True).content.decode()
    quoting = {"reply": 2, "quote": 1}
    assert "Sunflower" not in client.get(topic.get_absolute_url(), quoting).content.decode()
    sent = {"text": "Words.", "parent": 2, "preview": "1"}
    assert "Sunflower" not in client.post(reverse("reply", args=[topic.pk]), sent).content.decode()
    for act in (
        lambda: react(person=fresh(reader), post=post, kind="thanks"),
        lambda: post_reply(author=fresh(reader), topic=topic, body="To it.", parent=post),
    ):
        with pytest.raises(Refused):
            act()


def test_a_card_shows_no_words_that_are_hidden_and_no_topic_that_stands_there_no_longer() -> None:
    crossing, placement = read_there_alone()
    hidden, shown = hidden_reply(crossing, placement), make_reply(crossing.topic, author=crossing.author)
    wanted = [(crossing.topic.pk, hidden.number), (crossing.topic.pk, shown.number), (crossing.topic.pk, 0)]
    cards = linked_for(fresh(crossing.reader), wanted)
    assert [cards[key].post for key in wanted] == [None, shown, None]
    assert linked_for(fresh(crossing.author), wanted)[wanted[0]].post == hidden
    end_placement(person=crossing.there_moderator, placement=placement)
    assert linked_for(fresh(crossing.reader), wanted) == {}
    assert linked_for(AnonymousUser(), wanted) == {}


def test_an_answer_that_is_hidden_from_who_asked_cannot_be_accepted() -> None:
    crossing, placement = read_there_alone()
    post = hidden_reply(crossing, placement)
    Topic.objects.filter(pk=crossing.topic.pk).update(author=crossing.reader)
    with pytest.raises(Refused, match="not shown"):
        accept_answer(person=fresh(crossing.reader), post=post)


def test_who_looks_after_one_narrow_board_reads_what_it_hides_nowhere_else() -> None:
    """The one who reads a board and not the home: named for that board alone, where moderators read both."""
    community = make_community(visibility="private")
    home, there = make_board(community, read_from=30), make_board(community, read_from=30)
    moderator, named = make_member(community, role=Role.MODERATOR), make_board_moderator(there)
    topic = make_topic(home, author=moderator)
    placement = carry_topic(broker=fresh(moderator), topic=topic, board=there)
    post = make_reply(topic, author=moderator)
    hide_post(moderator=moderator, placement=placement, post=post, reason="No.")
    for person, reads in ((moderator, True), (named, False)):
        assert bool(may_read_post(fresh(person), post_as_it_is(post))) == reads
        assert posts_visible_to(fresh(person)).filter(pk=post.pk).exists() == reads


# After it has ended, and in what is carried away ------------------------------------------------------------


def test_a_copy_of_ones_own_names_no_place_that_one_reads_no_longer() -> None:
    crossing, placement = read_there_alone()
    make_reply(crossing.topic, author=crossing.reader, body="Mine.", via_board=crossing.there)
    client = Client()
    client.force_login(fresh(crossing.reader))
    client.post(reverse("follow", args=[crossing.topic.pk]))
    (own,) = own_posts(fresh(crossing.reader))
    assert (own.place.title, own.place.board, own.place.community) == (crossing.topic.title, None, None)
    end_placement(person=crossing.there_moderator, placement=placement)
    (own,) = own_posts(fresh(crossing.reader))
    assert (own.source, own.place.title, own.place.board) == ("Mine.", None, None)
    (followed,) = followings(fresh(crossing.reader))
    assert followed["title"] is None


def test_what_one_wrote_through_a_board_stays_and_may_still_be_taken_back() -> None:
    crossing, placement = read_there_alone()
    post = make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    end_placement(person=crossing.there_moderator, placement=placement)
    client = Client()
    client.force_login(fresh(crossing.reader))
    assert client.get(crossing.topic.get_absolute_url()).status_code == 404
    answer = client.post(reverse("post-remove", args=[post.pk]))
    assert answer["Location"] == reverse("home")
    post.refresh_from_db()
    assert post.removed_at is not None


def test_a_file_goes_with_what_one_reads() -> None:
    crossing, placement = read_there_alone()
    file = store_upload(owner=crossing.author, upload=SimpleUploadedFile("picture.png", picture()))
    make_reply(crossing.topic, author=crossing.author, body=attachment_markdown(file))
    reader = crossing.reader
    assert list(files_visible_to(fresh(reader))) == [file]
    end_placement(person=crossing.there_moderator, placement=placement)
    assert list(files_visible_to(fresh(reader))) == []


# Counts ----------------------------------------------------------------------------------------------------


def test_a_topic_on_two_boards_waits_once_and_no_count_moves_for_who_reads_one_of_them() -> None:
    crossing = make_crossing("network", "private")
    member, both = make_member(crossing.home.community), crossing.broker
    before = unread_by_board(fresh(member))
    crossing.place()
    make_reply(crossing.topic, author=crossing.author)
    waiting = unread_by_board(fresh(both))
    assert waiting.boards.get(crossing.there.pk) == waiting.boards.get(crossing.home.pk) == 1
    assert waiting.total == 1
    after = unread_by_board(fresh(member))
    assert crossing.there.pk not in after.boards
    assert before.total == after.total == 1


# Refusals ---------------------------------------------------------------------------------------------------


def verdicts_for(actor: Actor, placement: Placement, post: Post) -> list[str]:
    topic = post.topic
    known = Placement.objects.select_related("board__community").get(pk=placement.pk)
    known.topic = topic
    on_topic = (
        may_reply, may_react, may_bookmark, may_follow, may_accept_answer, may_retitle, may_moderate_topic,
        may_carry,
    )  # fmt: skip
    on_post = (may_read_post, may_edit, may_remove, may_read_history)
    on_placement = (may_answer, may_end, may_see, may_tend)
    verdicts = [
        *(each(actor, topic) for each in on_topic), *(each(actor, post) for each in on_post),
        *(each(actor, known) for each in on_placement), may_hide(actor, known, post), may_leave_home(topic),
        may_carry_to(actor, topic, known.board, known), may_carry_to(actor, topic, known.board, None),
    ]  # fmt: skip
    return [str(verdict.reason) for verdict in verdicts]


@pytest.mark.parametrize("state", ["live", "pending", "removed", "archived", "locked"])
def test_no_refusal_names_a_board_to_who_does_not_read_it(state: str) -> None:
    crossing, placement = placed_crossing()
    community = crossing.there.community
    post = make_reply(crossing.topic, author=crossing.author)
    if state == "removed":
        end_placement(person=crossing.there_moderator, placement=placement)
    elif state == "pending":
        end_placement(person=crossing.there_moderator, placement=placement)
        waits = {"state": State.PENDING, "ended_by": "", "awaits_board": True, "awaits_home": True}
        Placement.objects.filter(pk=placement.pk).update(expires_at=placement.created_at, **waits)
    elif state == "archived":
        Board.objects.filter(pk=crossing.there.pk).update(archived_at=placement.created_at)
    elif state == "locked":
        Placement.objects.filter(topic=crossing.topic).update(locked_at=placement.created_at)
    member = make_member(crossing.home.community)
    outsiders = [AnonymousUser(), make_person(), member, crossing.home_moderator, crossing.author]
    for person in outsiders:
        actor = person if isinstance(person, AnonymousUser) else fresh(person)
        said = " ".join(verdicts_for(actor, placement, post_as_it_is(post)))
        assert "Ward four" not in said and community.name not in said, (person, said)


def test_who_agrees_for_the_home_is_not_told_which_board_is_archived() -> None:
    crossing = make_crossing("network", "hidden")
    Board.objects.filter(pk=crossing.home.pk).update(outbound="ask")
    placement = crossing.propose()
    Board.objects.filter(pk=crossing.there.pk).update(archived_at=placement.proposed_at, name="Ward four")
    with pytest.raises(Refused) as refusal:
        accept_placement(moderator=fresh(crossing.home_moderator), placement=placement)
    assert "archived" in str(refusal.value.sentence) and "Ward four" not in str(refusal.value.sentence)


def test_a_topic_that_one_does_not_read_cannot_be_carried_and_is_not_there() -> None:
    crossing, placement = read_there_alone()
    end_placement(person=crossing.there_moderator, placement=placement)
    client = Client()
    client.force_login(fresh(crossing.reader))
    for name in ("topic-carry", "topic-bare"):
        assert client.get(reverse(name, args=[crossing.topic.pk])).status_code == 404
    client.force_login(make_steward())
    assert client.get(reverse("topic-carry", args=[crossing.topic.pk])).status_code == 200


def test_who_does_not_look_after_a_board_is_not_told_that_a_topic_stands_there() -> None:
    crossing, placement = placed_crossing()
    reply = hidden_reply(crossing, placement)
    address = reverse("post-show", args=[reply.pk])
    client = Client()

    def answered(person: Person, board: Board) -> int:
        client.force_login(fresh(person))
        return client.post(address, {"board": str(board.pk)}).status_code

    elsewhere = make_board(crossing.there.community)
    assert {answered(crossing.author, board) for board in (crossing.there, elsewhere)} == {404}
    assert answered(crossing.there_moderator, crossing.there) == 302
