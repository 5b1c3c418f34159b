"""What journeys have in common: opening a browser, a room in it, and whether a page is in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.utils import timezone
from playwright.sync_api import Page, expect

from forum.chat.models import Message, Room
from forum.chat.selectors.reading import read_up_to
from forum.communities.actions.members import give_role
from forum.communities.models import Role
from forum.people.models import Person
from tests.factories import make_steward

OpenBrowser = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def is_live(page: Page, *, seconds: int = 5) -> None:
    """Wait until the page's socket is open and greeted."""
    expect(page.locator("html[data-live=live]")).to_be_attached(timeout=seconds * 1_000)


def in_room(page: Page, room: Room, query: str = "") -> Page:
    """The page, once it is live in the room."""
    page.goto(room.get_absolute_url() + query)
    is_live(page)
    return page


def is_in_outbox(page: Page) -> None:
    """Wait until what was said is in the browser's outbox: from then on the page may be left."""
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('draft:'))")


def is_in_order(page: Page) -> None:
    """Nobody is shut out of it, and it does not move sideways."""
    found = Axe().run(page, options={"preload": False})
    assert [each["id"] for each in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def take_a_moment(page: Page) -> None:
    """As long as people need for a form: what is faster is taken for a program."""
    page.wait_for_timeout(3_100)


def fill_room(room: Room, author: Person, *, days: int, each: int) -> None:
    """So many days of talk, the last of them yesterday."""
    first = timezone.now().replace(hour=12, minute=0) - timedelta(days=days)
    for number in range(days * each):
        Message.objects.create(
            room=room, seq=number + 1, author=author, client_id=uuid4(), source="x", html=f"<p>Said {number}.</p>",
            created_at=first + timedelta(days=number // each, minutes=number % each),
        )  # fmt: skip
    Room.objects.filter(pk=room.pk).update(last_seq=days * each)


def change_role(person: Person, room: Room, role: Role) -> None:
    """By a steward, in the room's community."""
    assert room.community is not None
    give_role(giver=make_steward(), person=person, community=room.community, role=role)


def has_read(page: Page, person: Person, room: Room, seq: int) -> None:
    """Wait until it is stored that the person has read the room so far."""
    for _ in range(150):
        if read_up_to(person, room) == seq:
            return
        page.wait_for_timeout(100)
    assert read_up_to(person, room) == seq
