"""Replies by the board they came through: chips, and a filter, for those who see that board."""

from __future__ import annotations

import re

import pytest
from django.test import Client

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
