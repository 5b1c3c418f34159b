"""A page rendered once for many readers is, for each of them, the page rendered for them alone."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from forum.communities.models import Community, Role
from forum.discussions.actions.marks import react
from forum.discussions.models import Board, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person, make_reply, make_topic

pytestmark = pytest.mark.django_db
NEW_EACH_TIME = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": "|client_key" value=")[\w-]+')


@pytest.fixture
def busy_topic() -> Topic:
    community = make_community(visibility=Community.Visibility.OPEN)
    topic = make_topic(make_board(community, kind="questions"), title="Who <asks> & why?", tags=["a-tag"])
    for _ in range(3):
        make_reply(topic)
    return topic


@pytest.fixture
def readers(busy_topic: Topic) -> list[Person]:
    community = busy_topic.home_board.community
    first = make_member(community, make_person("Ada <First>"))
    first.theme, first.time_zone = "dark", "Europe/Oslo"
    first.save()
    react(person=first, post=busy_topic.posts.get(number=2), kind="thanks")
    newcomer = make_person("Bea Second")
    moderator = make_member(community, make_person("Mod Third"), role=Role.MODERATOR)
    make_member(make_community(), moderator)
    return [first, newcomer, moderator, make_member(community, make_person("Dee Fourth"))]


def page_of(person: Person, path: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    return NEW_EACH_TIME.sub(r"\1…", answer.content.decode())


def addresses(topic: Topic) -> tuple[str, str]:
    board: Board = topic.home_board
    return topic.get_absolute_url(), board.get_absolute_url()


@pytest.mark.parametrize("which", [0, 1])
def test_readers_see_their_own_page_whoever_came_first(
    busy_topic: Topic, readers: list[Person], which: int
) -> None:
    path = addresses(busy_topic)[which]
    alone = []
    for reader in readers:
        cache.clear()
        alone.append(page_of(reader, path))
    cache.clear()
    assert [page_of(reader, path) for reader in readers] == alone
    assert [page_of(reader, path) for reader in readers] == alone
    for reader, page in zip(readers, alone, strict=True):
        assert f"@{reader.handle}<" in page
        assert not any(f"@{other.handle}<" in page for other in readers if other != reader)


@pytest.mark.parametrize("which", [0, 1])
def test_the_frame_is_that_of_pages_made_for_one_reader(
    busy_topic: Topic, readers: list[Person], which: int
) -> None:
    def frame_of(page: str) -> tuple[list[str], ...]:
        own = re.findall(r"<html[^>]*>|<body[^>]*>", page)
        topbar = re.findall(r'<details class="menu person-menu"[^>]*>.*?</details>', page, re.DOTALL)
        rail = re.findall(r'<nav class="rail".*?</nav>', page.replace(' aria-current="true"', ""), re.DOTALL)
        return own, topbar, rail

    for reader in readers:
        shared = frame_of(page_of(reader, addresses(busy_topic)[which]))
        plain = frame_of(page_of(reader, reverse("drafts")))
        assert [len(part) for part in shared] == [2, 1, 1]
        assert shared == plain


def test_no_mark_of_a_hole_reaches_a_reader(busy_topic: Topic, readers: list[Person]) -> None:
    for path in addresses(busy_topic):
        for reader in readers:
            assert not re.search(r"[0-9a-f]{24}-[a-z_0-9]+", page_of(reader, path))
