"""The inbox: what it shows, what counts as unread, and what it never tells."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forum.communities.actions.members import leave_community
from forum.communities.models import Community
from forum.discussions.actions.edits import remove_post
from forum.discussions.actions.following import follow_topic
from forum.discussions.actions.reading import see_posts
from forum.discussions.models import Board, Post, Topic
from forum.invariants.selectors import breaches
from forum.notifications.actions.tidying import MOST_KEPT, clear_old_notices, mark_seen_notices
from forum.notifications.actions.writing import KEPT, write_notices
from forum.notifications.kinds import POST_RESTORED
from forum.notifications.models import Notice
from forum.notifications.selectors.inbox import PAGE_LENGTH, notices_of, unread_notices, unread_notices_of
from forum.pages.frame import Rail
from forum.people.models import Person
from forum.personal_data.selectors.noticed import told_to
from tests.factories import make_member, make_person, make_reply, make_topic
from tests.forum.people_anew import again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


@pytest.fixture
def reader(community: Community) -> Person:
    return make_member(community, make_person("Bea Quist"))


@pytest.fixture
def writer(community: Community) -> Person:
    return make_member(community, make_person("Ada Byrne"))


@pytest.fixture
def topic(board: Board, reader: Person, writer: Person) -> Topic:
    topic = make_topic(board, author=writer, title="Ward rounds")
    follow_topic(person=reader, topic=topic)
    return topic


@pytest.fixture
def browser(reader: Person) -> Client:
    client = Client()
    client.force_login(reader)
    return client


def waiting(person: Person) -> tuple[int, int, int]:
    """How many are counted, and how many the inbox and its unread part show."""
    person = again(person)
    shown, unread = notices_of(person).notices, unread_notices_of(person).notices
    assert [each.is_unread for each in unread] == [True] * len(unread)
    assert len([each for each in shown if each.is_unread]) == len(unread)
    return unread_notices(person), len(shown), len(unread)


def rows(client: Client, query: str = "") -> list[str]:
    page = client.get(reverse("inbox") + query).content.decode()
    found = re.findall(r'<li class="notice-row[^>]*>.*?<a href="[^"]*">(.*?)</a>', page, re.DOTALL)
    return [re.sub(r"<span[^>]*>.*?</span>", "", row).strip() for row in found]


def test_visitors_sign_in_first() -> None:
    for address in (reverse("inbox"), reverse("notice", args=[1])):
        assert Client().get(address).headers["Location"].startswith("/accounts/login/")
    assert Client().post(reverse("inbox-read"), {"up_to": "1"}).status_code == 302


def test_an_empty_inbox_says_what_will_come(browser: Client) -> None:
    page = browser.get(reverse("inbox"))
    assert page.status_code == 200
    assert "Nothing has come yet." in page.content.decode()
    assert "Nothing is unread." in browser.get(reverse("inbox") + "?show=unread").content.decode()


def test_several_of_one_topic_are_one_line_that_leads_to_the_first(
    browser: Client, reader: Person, topic: Topic, writer: Person
) -> None:
    posts = [make_reply(topic, author=writer) for _ in range(3)]
    assert rows(browser) == ["3 new posts in “Ward rounds”, which you follow"]
    oldest, newest = Notice.objects.earliest("pk"), Notice.objects.latest("pk")
    page = browser.get(reverse("inbox")).content.decode()
    address = f"{reverse('notice', args=[oldest.pk])}?to={newest.pk}"
    assert f'href="{address}"' in page
    assert waiting(reader) == (3, 3, 3)
    opened = browser.get(address)
    assert opened.headers["Location"] == f"{posts[0].get_absolute_url()}#post-{posts[0].number}"
    assert waiting(reader) == (0, 3, 0)
    make_reply(topic, author=writer)
    assert rows(browser) == [
        "Ada Byrne wrote in “Ward rounds”, which you follow",
        "3 new posts in “Ward rounds”, which you follow",
    ]
    assert waiting(reader) == (1, 4, 1)


def test_opening_one_marks_that_one_and_leads_to_its_thing(
    browser: Client, reader: Person, topic: Topic, writer: Person
) -> None:
    first, second = (make_reply(topic, author=writer) for _ in range(2))
    notice = Notice.objects.get(post=second)
    for _twice in range(2):
        opened = browser.get(reverse("notice", args=[notice.pk]))
        assert opened.headers["Location"] == f"{second.get_absolute_url()}#post-{second.number}"
    assert waiting(reader) == (1, 2, 1)
    assert unread_notices_of(again(reader)).notices[0].post == first


@pytest.mark.parametrize("looks_ahead", [True, False])
def test_a_browser_that_only_looks_ahead_marks_nothing(
    browser: Client, reader: Person, topic: Topic, writer: Person, looks_ahead: bool
) -> None:
    make_reply(topic, author=writer)
    address = reverse("notice", args=[Notice.objects.get().pk])
    headers = {"sec-purpose": "prefetch;prerender"} if looks_ahead else {}
    assert browser.get(address, headers=headers).status_code == 302
    assert browser.head(address).status_code == 302
    assert waiting(reader)[0] == (1 if looks_ahead else 0)


def test_what_one_has_seen_where_it_stands_is_read(reader: Person, topic: Topic, writer: Person) -> None:
    first, second = (make_reply(topic, author=writer) for _ in range(2))
    assert waiting(reader) == (2, 2, 2)
    see_posts(reader=again(reader), topic=topic, first=first.number, last=first.number, now=timezone.now())
    assert waiting(reader) == (1, 2, 1)
    assert mark_seen_notices(timezone.now()) == 1
    assert set(Notice.objects.filter(read_at=None).values_list("post", flat=True)) == {second.pk}
    assert waiting(reader) == (1, 2, 1)


def test_marking_all_as_read_leaves_what_came_meanwhile(
    browser: Client, reader: Person, topic: Topic, writer: Person
) -> None:
    make_reply(topic, author=writer)
    page = browser.get(reverse("inbox")).content.decode()
    up_to = re.search(r'name="up_to" value="(\d+)"', page)
    assert up_to is not None
    make_reply(topic, author=writer)
    for _twice in range(2):
        assert browser.post(reverse("inbox-read"), {"up_to": up_to[1]}).headers["Location"] == "/inbox/"
        assert waiting(reader) == (1, 2, 1)
    assert browser.post(reverse("inbox-read"), {"up_to": "x", "show": "unread"}).status_code == 302
    assert waiting(reader) == (1, 2, 1)


def test_nobody_opens_or_marks_what_is_somebody_elses(
    browser: Client, reader: Person, topic: Topic, writer: Person
) -> None:
    make_reply(topic, author=writer)
    notice = Notice.objects.get()
    stranger = Client()
    stranger.force_login(writer)
    assert stranger.get(reverse("notice", args=[notice.pk])).status_code == 404
    assert stranger.get(reverse("notice", args=[notice.pk + 999])).status_code == 404
    assert stranger.post(reverse("inbox-read"), {"up_to": str(notice.pk)}).status_code == 302
    assert waiting(reader) == (1, 1, 1)
    assert rows(stranger) == []


def test_notices_of_a_private_community_are_nowhere_once_one_has_left(
    browser: Client, reader: Person, community: Community, topic: Topic, writer: Person
) -> None:
    make_reply(topic, author=writer)
    notice = Notice.objects.get()
    assert (rows(browser), Rail(again(reader)).notices_label) == (
        ["Ada Byrne wrote in “Ward rounds”, which you follow"], "1",
    )  # fmt: skip
    leave_community(person=again(reader), community=community)
    rail = Rail(again(reader))
    rail.read_anew()
    assert (waiting(reader), rail.notices_label, rows(browser)) == ((0, 0, 0), "", [])
    assert browser.get(reverse("notice", args=[notice.pk])).status_code == 404
    assert list(told_to(again(reader))) == []


def test_notices_of_posts_and_topics_that_are_gone_are_gone(
    reader: Person, topic: Topic, writer: Person
) -> None:
    post = make_reply(topic, author=writer)
    make_reply(topic, author=writer)
    assert waiting(reader) == (2, 2, 2)
    remove_post(
        author=writer, post=Post.objects.select_related("topic__home_board__community").get(pk=post.pk)
    )
    assert waiting(reader) == (1, 1, 1)
    Topic.objects.filter(pk=topic.pk).update(removed_at=timezone.now())
    assert waiting(reader) == (0, 0, 0)
    Topic.objects.filter(pk=topic.pk).update(removed_at=None)


def test_pages_follow_one_another_without_losing_any(
    browser: Client, reader: Person, board: Board, writer: Person
) -> None:
    for number in range(PAGE_LENGTH + 2):
        topic = make_topic(board, author=writer, title=f"Topic {number:02}")
        follow_topic(person=reader, topic=topic)
        make_reply(topic, author=writer)
    expected = [
        f"Ada Byrne wrote in “Topic {number:02}”, which you follow" for number in range(PAGE_LENGTH + 2)
    ][::-1]
    page = browser.get(reverse("inbox")).content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older is not None
    assert rows(browser) + rows(browser, older[1].replace("&amp;", "&")) == expected
    assert rows(browser, "?after=nothing") == expected[:PAGE_LENGTH]


def test_one_notice_costs_what_thirty_cost(
    browser: Client, reader: Person, topic: Topic, writer: Person
) -> None:
    make_reply(topic, author=writer)
    counted = []
    for more in (0, 29):
        for number in range(more):
            other = make_topic(topic.home_board, title=f"Another {number}")
            follow_topic(person=reader, topic=other)
            make_reply(other, author=writer)
        browser.get(reverse("inbox"))
        with CaptureQueriesContext(connection) as queries:
            assert len(rows(browser)) == 1 + more
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_telling_many_costs_what_telling_one_costs(topic: Topic, writer: Person) -> None:
    counted = []
    for more in (0, 20):
        for _number in range(more):
            follow_topic(person=make_member(topic.home_board.community), topic=topic)
        with CaptureQueriesContext(connection) as queries:
            make_reply(topic, author=writer)
        counted.append([query["sql"] for query in queries])
    assert len(counted[0]) == len(counted[1]), counted


def test_old_notices_and_those_above_the_most_go(reader: Person, topic: Topic, writer: Person) -> None:
    post, now = make_reply(topic, author=writer), timezone.now()
    Notice.objects.all().delete()
    Notice.objects.bulk_create(
        Notice(
            recipient=reader,
            kind="followed",
            key=f"old:{number}",
            post=post,
            created_at=now - timedelta(seconds=number),
        )
        for number in range(MOST_KEPT + 5)
    )
    Notice.objects.create(
        recipient=writer, kind="post-restored", key="x", post=post, created_at=now - KEPT * 2
    )
    assert clear_old_notices(now) == 6
    assert Notice.objects.count() == MOST_KEPT
    assert not Notice.objects.filter(key="old:504").exists()
    assert Notice.objects.filter(key="old:0").exists()


def test_what_is_told_afterwards_is_no_news(board: Board, reader: Person, writer: Person) -> None:
    long_ago = timezone.now() - KEPT - timedelta(days=1)
    topic = make_topic(board, now=long_ago)
    follow_topic(person=reader, topic=topic)
    post = make_reply(topic, author=writer, now=long_ago)
    write_notices(POST_RESTORED, [writer.pk], about=post, at=long_ago)
    assert Notice.objects.count() == 0


def test_the_same_event_told_twice_is_one_notice(topic: Topic, writer: Person) -> None:
    post = make_reply(topic, author=writer)
    Notice.objects.all().delete()
    for _twice in range(2):
        write_notices(POST_RESTORED, [writer.pk], about=post, occasion=7)
    write_notices(POST_RESTORED, [writer.pk], about=post, occasion=8)
    assert Notice.objects.count() == 2


def test_the_copy_of_ones_data_says_what_one_was_told(reader: Person, topic: Topic, writer: Person) -> None:
    make_reply(topic, author=writer)
    (row,) = told_to(again(reader))
    assert (row["kind"], row["says"], row["read_at"]) == (
        "followed", "Ada Byrne wrote in “Ward rounds”, which you follow", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"kind": "followed", "key": "post:{post}"}, "I5-notices-of-own-posts"),
        ({"kind": "post-removed", "key": "x"}, "I5-notices-of-own-words"),
    ],
)
def test_promises_find_what_breaks_them(
    topic: Topic, reader: Person, writer: Person, fields: dict[str, str], key: str
) -> None:
    post = make_reply(topic, author=writer)
    Notice.objects.all().delete()
    wrong = writer if fields["kind"] == "followed" else reader
    wanted = {name: value.format(post=post.pk) for name, value in fields.items()}
    Notice.objects.create(recipient=wrong, post=post, **wanted)
    assert [breach.promise.key for breach in breaches()] == [key]
    Notice.objects.all().delete()
