"""Replies by the board they came through: chips, and a filter, for those who see that board."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from forum.discussions.models import Board
from forum.discussions.selectors.threads import TIME, Window, posts_in
from forum.people.models import Person
from tests.factories import Crossing, make_crossing, make_person, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def crossing() -> Crossing:
    made = make_crossing("open", "private")
    made.place()
    make_reply(made.topic, author=made.reader, via_board=made.there, body="From there.")
    make_reply(made.topic, author=made.home_moderator, body="From home.")
    make_reply(made.topic, author=made.reader, via_board=made.there, body="From there again.")
    return made


def page(person: Person | None, address: str) -> str:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client.get(address).content.decode()


def numbers(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article class="post[^>]* data-number="(\d+)"', html)]


def test_the_filter_shows_what_came_through_one_board(crossing: Crossing) -> None:
    address = crossing.topic.get_absolute_url()
    assert numbers(page(crossing.reader, f"{address}?via={crossing.there.pk}")) == [2, 4]
    assert numbers(page(crossing.reader, f"{address}?via={crossing.home.pk}")) == [1, 3]
    assert f"via={crossing.there.pk}" in page(crossing.reader, address)


def test_a_board_that_one_does_not_read_narrows_nothing_and_is_not_named(crossing: Crossing) -> None:
    address = crossing.topic.get_absolute_url()
    for person in (None, make_person(), crossing.author):
        shown = page(person, f"{address}?via={crossing.there.pk}&in={crossing.there.pk}")
        assert numbers(shown) == [1, 2, 3, 4]
        for name in (crossing.there.name, crossing.there.community.name, "also in", "via "):
            assert name not in shown


def test_pages_of_one_board_follow_each_other(crossing: Crossing) -> None:
    for _ in range(22):
        make_reply(crossing.topic, author=crossing.reader, via_board=crossing.there)
    first = posts_in(crossing.topic, Window(TIME, via=crossing.there.pk))
    second = posts_in(crossing.topic, Window(TIME, first.later, via=crossing.there.pk))
    back = posts_in(crossing.topic, Window(TIME, second.posts[0].number, "before", via=crossing.there.pk))
    told = [post.number for page in (first, second) for post in page.posts]
    assert told == [2, 4, *range(5, 27)]
    assert [post.number for post in back.posts] == told[: len(first.posts)]


def test_who_came_by_a_board_stays_there_wherever_the_page_leads(crossing: Crossing) -> None:
    query, address = f"in={crossing.there.pk}", crossing.topic.get_absolute_url()
    shown = page(crossing.reader, f"{address}?{query}")
    for way in (f"{address}unread/?{query}", f"{address}4/?{query}#post-4", f"?reply=2&amp;{query}#reply"):
        assert f'href="{way}"' in shown
    assert f"next={address}%3F{query.replace('=', '%3D')}" in shown
    answering = page(crossing.reader, f"{address}?reply=2&{query}")
    assert f'href="{address}?{query}#reply"' in answering
    client = Client()
    client.force_login(crossing.reader)
    assert f"?{query}" in client.get(f"{address}unread/?{query}")["Location"]
    assert "?" not in client.get(f"{address}unread/?in=0")["Location"]


def test_at_home_no_address_says_by_which_board(crossing: Crossing) -> None:
    address = crossing.topic.get_absolute_url()
    shown = page(crossing.reader, address)
    for way in (f"{address}unread/", f"{address}4/#post-4", "?reply=2#reply"):
        assert f'href="{way}"' in shown


def test_boards_of_one_name_are_told_apart_by_their_communities(crossing: Crossing) -> None:
    Board.objects.filter(pk__in=[crossing.home.pk, crossing.there.pk]).update(name="Questions")
    shown = page(crossing.reader, crossing.topic.get_absolute_url())
    for community in (crossing.home.community, crossing.there.community):
        assert f"via {community.name} · Questions" in shown
    assert "via Questions" not in shown


def test_the_composer_says_through_which_board_one_replies(crossing: Crossing) -> None:
    address, there = crossing.topic.get_absolute_url(), crossing.there
    only = f"You reply through {there.community.name} · {there.name}."
    for query in ("", f"?in={there.pk}"):
        assert only in page(crossing.reader, f"{address}{query}")
    choosing = page(crossing.broker, address)
    assert ("Reply through" in choosing, "You reply through" in choosing) == (True, False)
    assert "eply through" not in page(crossing.author, address)
