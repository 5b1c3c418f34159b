"""What is written in another language than the pages says so, and what the pages say does not."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from forum.communities.models import Community
from forum.discussions.models import Board, Topic
from forum.people.models import Person
from tests.factories import make_board, make_community, make_person, make_reply, make_topic, place_topic

pytestmark = pytest.mark.django_db

DOMAIN, WELCOME = "Enseñar con simulación.", "Bienvenidas todas."


@pytest.fixture
def community() -> Community:
    return make_community(
        *("Simulación",), languages="Español", domain=DOMAIN, welcome=WELCOME, visibility="open"
    )


@pytest.fixture
def board(community: Community) -> Board:
    return make_board(community, name="Preguntas", description="De todo un poco.")


@pytest.fixture
def topic(board: Board) -> Topic:
    topic = make_topic(board, title="¿Cómo empezar?", body="Primera pregunta.")
    make_reply(topic, body="Una respuesta.")
    return topic


def spoken(client: Client, path: str, *, code: str = "es") -> set[str]:
    """The texts on the page that say to be in the language."""
    page = client.get(path).content.decode().split("<main")[1].split("</main>")[0]
    found = re.findall(rf'<(\w+)[^>]* lang="{code}"[^>]*>(.*?)</\1>', page, flags=re.S)
    return {re.sub(r"<[^>]*>", "", text).strip() for _tag, text in found}


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_names_titles_and_posts_are_in_the_language_of_their_community(
    client: Client, community: Community, board: Board, topic: Topic, is_signed_in: bool
) -> None:
    if is_signed_in:
        client.force_login(make_person())
    head = {"Simulación", DOMAIN}
    assert spoken(client, community.get_absolute_url()) == head | {
        *(WELCOME, "Preguntas", "De todo un poco.", topic.title)
    }
    assert spoken(client, "/communities/") == head
    assert spoken(client, board.get_absolute_url()) == {"Preguntas", "De todo un poco.", topic.title}
    assert spoken(client, topic.get_absolute_url()) == {topic.title, "Primera pregunta.", "Una respuesta."}


def test_a_community_of_several_languages_says_none_and_the_pages_change_with_it(
    client: Client, community: Community, board: Board, topic: Topic
) -> None:
    paths = [community.get_absolute_url(), board.get_absolute_url(), topic.get_absolute_url(), "/"]
    before = [bool(spoken(client, path)) for path in paths]
    Community.objects.filter(pk=community.pk).update(languages="Español, English")
    several = [bool(spoken(client, path)) for path in paths]
    Community.objects.filter(pk=community.pk).update(languages="Deutsch")
    german = [bool(spoken(client, path, code="de")) for path in paths]
    assert (before, several, german) == ([True] * 4, [False] * 4, [True] * 4)


def test_what_was_written_elsewhere_is_not_said_to_be_in_the_language_of_where_it_is_shown(
    client: Client, board: Board
) -> None:
    elsewhere = make_topic(make_board(make_community(visibility="open")), title="How to begin?", body="Well.")
    place_topic(elsewhere, board)
    person: Person = make_person()
    client.force_login(person)
    assert "How to begin?" in client.get(board.get_absolute_url()).content.decode()
    assert spoken(client, board.get_absolute_url()) == {"Preguntas", "De todo un poco."}
    assert spoken(client, elsewhere.get_absolute_url()) == set()
