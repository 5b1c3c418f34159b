"""What a reader meets at a topic's address."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forum.communities.actions.members import give_role
from forum.communities.models import Community, Role
from forum.discussions.actions.edits import edit_post, remove_post
from forum.discussions.actions.marks import accept_answer, bookmark_post, react
from forum.discussions.actions.reading import mark_seen
from forum.discussions.actions.topics import lock_topic
from forum.discussions.models import Level, Post, Topic
from forum.discussions.models.paths import FOLD_DEPTH
from forum.discussions.policies.topics import may_read_topic
from forum.discussions.selectors.reading import unread_key
from forum.discussions.selectors.topics import topic_with_placements, topics_visible_to
from forum.network.selectors import ground
from forum.people.actions.profiles import change_profile
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_topic() -> Topic:
    return make_topic(
        make_board(make_community(visibility=Community.Visibility.OPEN)), title="How do you debrief?"
    )


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def long_thread(topic: Topic, length: int) -> list[Post]:
    posts = [topic.posts.get(number=1)]
    for step in range(length):
        posts.append(make_reply(topic, parent=posts[step // 2]))
    return posts


def test_a_visitor_reads_an_open_topic_and_is_asked_to_sign_in_to_reply(open_topic: Topic) -> None:
    page = Client().get(open_topic.get_absolute_url()).content.decode()

    assert "How do you debrief?" in page
    assert "What do others do?" in page
    assert "Sign in to reply." in page
    assert "<textarea" not in page


def test_a_wrong_or_missing_slug_leads_to_the_address(open_topic: Topic) -> None:
    for address in (f"/t/{open_topic.pk}/", f"/t/{open_topic.pk}/something-else/"):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"]) == (302, open_topic.get_absolute_url())


def test_an_old_address_of_a_post_keeps_what_was_asked(open_topic: Topic) -> None:
    make_reply(open_topic)
    answer = Client().get(f"/t/{open_topic.pk}/former-title/2/?order=time")
    assert answer["Location"] == f"{open_topic.get_absolute_url()}2/?order=time#post-2"
    answer = Client().get(f"/t/{open_topic.pk}/former-title/?order=time&from=2")
    assert answer["Location"] == f"{open_topic.get_absolute_url()}?order=time&from=2"


@pytest.mark.parametrize("order", ["tree", "time"])
def test_the_page_costs_the_same_number_of_queries_whatever_it_holds(order: str) -> None:
    board = make_board(make_community(visibility=Community.Visibility.OPEN), kind="questions")
    reader = make_member(board.community)
    short = make_topic(board, author=reader, type=Topic.Type.QUESTION)
    long = make_topic(board, author=reader, type=Topic.Type.QUESTION)
    posts = long_thread(long, 60)
    accept_answer(person=reader, post=posts[40])
    for post in posts[:10]:
        react(person=reader, post=post, kind="thanks")
        bookmark_post(person=reader, post=post)
    visitor, member = Client(), signed_in(reader)

    for client, most in ((visitor, 6), (member, 11)):  # four of them for the rail, which a minute keeps
        counts = {}
        for name, address in {
            "short": f"{short.get_absolute_url()}?order={order}",
            "first": f"{long.get_absolute_url()}?order={order}",
            "middle": f"{reverse('post', args=[long.pk, long.slug, 30])}?order={order}",
            "last": f"{reverse('post', args=[long.pk, long.slug, long.last_number or 61])}?order={order}",
            "next": f"{long.get_absolute_url()}?order={order}&from=25",
        }.items():
            cache.clear()
            ground()  # what holds for the network is read once for all pages
            if client is member:
                client.session.save()  # sessions are read from the cache, where signing in has put them
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts[name] = len(queries)
        assert max(counts.values()) <= most, counts


def test_a_second_look_is_answered_without_making_the_page(open_topic: Topic) -> None:
    reader = make_member(open_topic.home_board.community)
    for client in (Client(), signed_in(reader)):
        first = client.get(open_topic.get_absolute_url())
        again = client.get(open_topic.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        make_reply(open_topic)
        assert (
            client.get(open_topic.get_absolute_url(), headers={"If-None-Match": first["ETag"]}).status_code
            == 200
        )


def test_a_post_has_an_address_that_opens_its_page(open_topic: Topic) -> None:
    long_thread(open_topic, 60)

    page = Client().get(reverse("post", args=[open_topic.pk, open_topic.slug, 57])).content.decode()

    assert 'id="post-57"' in page
    assert 'id="post-1"' not in page
    assert Client().get(reverse("post", args=[open_topic.pk, open_topic.slug, 62])).status_code == 404


def test_a_post_that_is_folded_away_opens_its_branch(open_topic: Topic) -> None:
    parent = open_topic.posts.get()
    for _step in range(FOLD_DEPTH + 6):
        parent = make_reply(open_topic, parent=parent)
    root, hidden = FOLD_DEPTH + 1, FOLD_DEPTH + 6

    answer = Client().get(reverse("post", args=[open_topic.pk, open_topic.slug, hidden]))
    branch = Client().get(answer["Location"]).content.decode()
    end = Client().get(f"{open_topic.get_absolute_url()}?from={root}").content.decode()

    assert answer["Location"] == (
        f"{open_topic.get_absolute_url()}?branch={root}&from={hidden}#post-{hidden}"
    )
    assert f'id="post-{hidden}"' in branch
    assert f'id="post-{hidden}"' not in end
    assert f"?branch={root}" in end


def test_unread_posts_are_marked_and_the_first_one_is_found(open_topic: Topic) -> None:
    reader = make_member(open_topic.home_board.community)
    long_thread(open_topic, 4)
    fresh = topic_with_placements(open_topic.pk)
    assert fresh is not None
    mark_seen(reader=reader, topic=fresh, spans=[(1, 3)])
    client = signed_in(reader)

    page = client.get(open_topic.get_absolute_url()).content.decode()
    jump = client.get(reverse("unread", args=[open_topic.pk, open_topic.slug]))

    assert page.count(" is-unread") == 2
    assert page.count("New since you were here") == 1
    assert jump["Location"].endswith("/4/#post-4")


def test_what_was_seen_is_told_by_spans_and_never_taken_back(open_topic: Topic) -> None:
    reader = make_member(open_topic.home_board.community)
    long_thread(open_topic, 4)
    client = signed_in(reader)

    answers = [
        client.post(reverse("seen", args=[open_topic.pk]), {"spans": spans})
        for spans in ("2-4", "1-2", "9-99")
    ]
    broken = client.post(reverse("seen", args=[open_topic.pk]), {"spans": "1-2;drop"})

    position = reader.read_positions.get()
    assert [answer.status_code for answer in answers] == [204, 204, 204]
    assert broken.status_code == 422
    assert (position.seen_count, position.up_to) == (4, 4)


def test_own_marks_show_on_ones_own_page_only(open_topic: Topic) -> None:
    reader, other = (make_member(open_topic.home_board.community) for _person in range(2))
    react(person=reader, post=open_topic.posts.get(), kind="thanks")

    mine = signed_in(reader).get(open_topic.get_absolute_url()).content.decode()
    theirs = signed_in(other).get(open_topic.get_absolute_url()).content.decode()

    assert mine.count('aria-pressed="true">Thanks <b>1</b>') == 1
    assert theirs.count('aria-pressed="true">Thanks') == 0
    assert theirs.count('aria-pressed="false">Thanks <b>1</b>') == 1


def test_a_page_kept_for_one_is_not_shown_to_one_who_may_less(open_topic: Topic) -> None:
    community = open_topic.home_board.community
    roles = [Role.MODERATOR, Role.MEMBER, Role.GUEST]
    clients = [signed_in(make_member(community, role=role)) for role in roles] + [Client()]
    post = make_reply(open_topic)
    reply = 'data-reply="2"'
    react_to, lock = reverse("reaction", args=[post.pk, "thanks"]), reverse("lock", args=[open_topic.pk])

    pages = [client.get(open_topic.get_absolute_url()).content.decode() for client in clients]

    assert [lock in page for page in pages] == [True, False, False, False]
    assert [reply in page for page in pages] == [True, True, False, False]
    assert [react_to in page for page in pages] == [True, True, True, False]


def test_whoever_gains_or_loses_a_role_sees_it_at_the_next_look(open_topic: Topic) -> None:
    community = open_topic.home_board.community
    person = make_member(community)
    client, lock = signed_in(person), reverse("lock", args=[open_topic.pk])
    before = client.get(open_topic.get_absolute_url())
    found = []
    for role in (Role.MODERATOR, Role.MEMBER, Role.GUEST):
        give_role(giver=make_steward(), person=person, community=community, role=role)
        cache.delete(unread_key(person.pk))
        after = client.get(open_topic.get_absolute_url(), headers={"if-none-match": before["ETag"]})
        page = after.content.decode()
        found.append((after.status_code, lock in page, 'id="reply" method' in page))
        before = after
    assert found == [(200, True, True), (200, False, True), (200, False, False)]


def test_under_a_removed_post_nothing_is_offered_whoever_had_reacted(open_topic: Topic) -> None:
    reader = make_member(open_topic.home_board.community)
    post = make_reply(open_topic)
    answer = make_reply(open_topic, parent=post)
    for each in (post, answer):
        react(person=reader, post=each, kind="thanks")
    remove_post(author=post.author, post=post)
    page = signed_in(reader).get(open_topic.get_absolute_url()).content.decode()
    assert re.findall(r"/posts/(\d+)/acts/", page) == [str(open_topic.posts.get(number=1).pk), str(answer.pk)]
    assert re.findall(r"/posts/(\d+)/reactions/thanks/remove/", page) == [str(answer.pk)]


def test_the_address_of_a_removed_post_says_so(open_topic: Topic) -> None:
    post, beside = make_reply(open_topic), make_reply(open_topic)
    remove_post(author=post.author, post=post)
    member = signed_in(make_member(open_topic.home_board.community))
    for client in (Client(), member):
        gone = client.get(post.get_absolute_url()).content.decode()
        there = client.get(beside.get_absolute_url()).content.decode()
        assert ("#2 was removed" in gone, f'id="post-{beside.number}"' in gone) == (True, True)
        assert "was removed" not in there


def test_on_a_first_visit_everything_is_new_and_nothing_is_marked(open_topic: Topic) -> None:
    long_thread(open_topic, 4)
    client = signed_in(make_member(open_topic.home_board.community))
    page = client.get(open_topic.get_absolute_url()).content.decode()
    assert 'id="unread"' not in page
    assert "new, </span>" not in page
    assert "Mark these posts as read" in page


def test_an_editors_new_name_stands_wherever_they_edited(open_topic: Topic) -> None:
    moderator = make_member(open_topic.home_board.community, role=Role.MODERATOR)
    edit_post(editor=moderator, post=open_topic.posts.get(), body="Without names.", revision=1)
    assert (
        f"edited by {moderator.display_name}" in Client().get(open_topic.get_absolute_url()).content.decode()
    )
    change_profile(actor=moderator, person=moderator, display_name="Noor Haddad")
    assert "edited by Noor Haddad" in Client().get(open_topic.get_absolute_url()).content.decode()


def test_who_accepts_another_answer_is_told_that_it_takes_the_place_of_one() -> None:
    board = make_board(make_community(visibility="open"), kind="questions")
    asker = make_member(board.community)
    question = make_topic(board, author=asker, type=Topic.Type.QUESTION)
    first, second = make_reply(question), make_reply(question)
    client, said = signed_in(asker), []
    for post in (first, second):
        page = client.post(reverse("accept", args=[post.pk]), follow=True).content.decode()
        said.append(re.findall(r"#\d is the accepted answer now[^<]*", page))
    assert said == [
        ["#2 is the accepted answer now."],
        ["#3 is the accepted answer now, in place of the one before."],
    ]


def test_a_private_topic_is_as_absent_to_strangers_as_one_that_never_was() -> None:
    topic = make_topic(
        make_board(make_community(visibility=Community.Visibility.PRIVATE)), title="Secret matters"
    )
    member = make_member(topic.home_board.community)
    assert signed_in(member).get(topic.get_absolute_url()).status_code == 200

    for client in (Client(), signed_in(make_person())):
        for address in (
            topic.get_absolute_url(),
            f"/t/{topic.pk}/",
            reverse("unread", args=[topic.pk, topic.slug]),
        ):
            hidden, absent = client.get(address), client.get(address.replace(str(topic.pk), "99999999", 1))
            assert (hidden.status_code, absent.status_code) == (404, 404)
            assert b"Secret" not in hidden.content


def test_a_removed_post_shows_neither_words_nor_history(open_topic: Topic) -> None:
    post = make_reply(open_topic, body="Regrettable words")
    make_reply(open_topic, parent=post)
    assert "Regrettable" in Client().get(open_topic.get_absolute_url()).content.decode()

    remove_post(author=post.author, post=post)

    page = Client().get(open_topic.get_absolute_url()).content.decode()
    assert "Regrettable" not in page
    assert "Taken back by its author." in page
    assert Client().get(reverse("post-history", args=[post.pk])).status_code == 403


def test_a_locked_topic_says_that_it_is(open_topic: Topic) -> None:
    member = make_member(open_topic.home_board.community)
    moderator = make_member(open_topic.home_board.community, role=Role.MODERATOR)
    lock_topic(moderator=moderator, topic=open_topic)

    page = signed_in(member).get(open_topic.get_absolute_url()).content.decode()

    assert "This topic is locked. It can be read, not answered." in page
    assert "<textarea" not in page


def test_reading_by_rows_and_by_rule_agree_for_every_level_of_board() -> None:
    community = make_community(visibility=Community.Visibility.OPEN)
    topics = [
        make_topic(make_board(community, read_from=level, start_from=30, reply_from=30))
        for level in Level.values
    ]
    actors = [AnonymousUser(), make_person(), *[make_member(community, role=role) for role in Role.values]]
    for actor in actors:
        by_rows = set(topics_visible_to(actor))
        fresh = [topic_with_placements(topic.pk) for topic in topics]
        assert by_rows == {topic for topic in fresh if topic is not None and may_read_topic(actor, topic)}
