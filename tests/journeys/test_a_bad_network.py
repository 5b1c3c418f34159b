"""A page whose network forgets it without a word, and a site that cannot let it in just now."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from forum.chat.models import Room
from forum.people.models import Person
from tests.factories import make_community, make_person
from tests.journeys.pages import OpenBrowser, in_room, is_live
from tests.realtime.talking import say

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def ada_and_room(site: object) -> tuple[Person, Room]:
    ada = make_person("Ada Byrne", handle="ada")
    community = make_community("Night teaching", facilitator=ada, visibility="private")
    return ada, Room.objects.select_related("community").get(community=community)


def between(page: Page, passes: Callable[[WebSocketRoute, str], bool]) -> None:
    """Let what the server says through as long as `passes` says so."""

    def opened(here: WebSocketRoute) -> None:
        there = here.connect_to_server()
        there.on_message(lambda said: here.send(said) if passes(here, str(said)) else None)

    page.route_web_socket(re.compile("/ws/"), opened)


def test_a_page_that_hears_nothing_any_more_comes_back_by_itself(
    ada_and_room: tuple[Person, Room], open_browser: OpenBrowser
) -> None:
    ada, room = ada_and_room
    page = open_browser(ada)
    sockets: list[WebSocketRoute] = []

    def passes(here: WebSocketRoute, _said: str) -> bool:
        if here not in sockets:
            sockets.append(here)
        return not is_deaf or here is not sockets[0]

    is_deaf = False
    between(page, passes)
    page.clock.install()
    in_room(page, room)
    for _ in range(3):  # a quiet page stays as it is: each of its signs of life is answered
        page.clock.run_for(21_000)
        page.wait_for_timeout(300)
    assert len(sockets) == 1
    is_deaf = True
    say(ada, room, "Is anybody there?")
    for _ in range(3):
        page.clock.run_for(21_000)
        page.wait_for_timeout(300)
    is_live(page)
    expect(page.locator("li.message .prose")).to_have_text("Is anybody there?")
    assert len(sockets) == 2


def test_a_room_that_cannot_be_entered_just_now_is_asked_for_again(
    ada_and_room: tuple[Person, Room], open_browser: OpenBrowser
) -> None:
    ada, room = ada_and_room
    page = open_browser(ada)
    refused = []

    def passes(here: WebSocketRoute, said: str) -> bool:
        message = json.loads(said)
        if message["t"] != "sub.ok" or refused:
            return True
        refused.append(message["id"])
        here.send(
            json.dumps({"t": "err", "id": message["id"], "code": "away", "say": "Not now.", "retry": 1})
        )
        return False

    between(page, passes)
    in_room(page, room)
    page.wait_for_timeout(1_500)
    say(ada, room, "At last.")
    expect(page.locator("li.message .prose")).to_have_text("At last.")
    assert len(refused) == 1
