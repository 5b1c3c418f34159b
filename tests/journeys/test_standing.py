"""Who is suspended is out everywhere at once and learns why; what one was refused, somebody else looks at again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from forum.chat.actions.taking_down import take_down_message
from forum.chat.models import Message, Room
from forum.communities.actions.measures import suspend_person
from forum.communities.models import Role
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Post
from forum.people.models import Person
from tests.factories import make_board, make_member, make_person, make_reply, make_topic
from tests.forum.chat.test_sending import say
from tests.journeys.pages import OpenBrowser, in_room, is_in_order

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AT_ONCE = 3_000  # milliseconds
SAID, WHY = "Our course is free.", "We sell nothing here."


def test_who_is_suspended_is_out_of_the_room_and_the_other_tab_at_once_and_reads_why(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    topic = make_topic(make_board(room.community), author=ada, title="Ward rounds")
    talking = in_room(open_browser(bea), room)
    reading = talking.context.new_page()
    reading.goto(topic.get_absolute_url())
    expect(reading.locator("[data-live-here]")).to_be_visible()
    suspend_person(
        moderator=ada, person=bea, community=room.community, reason="Please be kind to nurses.",
        ends_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    talking.wait_for_url("**/rooms/", timeout=AT_ONCE)
    expect(reading.get_by_text("You can no longer read this topic")).to_be_visible(timeout=AT_ONCE)
    reading.goto("/standing/")
    expect(reading.get_by_text("Please be kind to nurses.")).to_be_visible()
    expect(reading.get_by_role("link", name="Ask somebody else to look at it again")).to_be_visible()


def _removed_post(moderator: Person, author: Person, room: Room) -> tuple[str, str]:
    """Where its author reads why it was removed, and where it stood."""
    assert room.community is not None
    post = make_reply(make_topic(make_board(room.community)), author=author, body=SAID)
    rows = Post.objects.select_related("topic__home_board__community", "via_board__community", "author")
    take_down_post(moderator=moderator, post=rows.get(pk=post.pk), reason=WHY)
    return reverse("post-removal", args=[post.pk]), post.topic.get_absolute_url()


def _removed_message(moderator: Person, author: Person, room: Room) -> tuple[str, str]:
    """The same in a room."""
    message = say(author, room, SAID)
    rows = Message.objects.select_related("room__community", "author")
    take_down_message(moderator=moderator, message=rows.get(pk=message.pk), reason=WHY)
    return reverse("message-removal", args=[room.pk, message.pk]), room.get_absolute_url()


@pytest.mark.parametrize("removed", [_removed_post, _removed_message])
def test_what_was_removed_is_back_once_somebody_else_has_looked_at_it_again(
    people: tuple[Person, Person, Room],
    open_browser: OpenBrowser,
    removed: Callable[[Person, Person, Room], tuple[str, str]],
) -> None:
    ada, bea, room = people
    assert room.community is not None
    moderator = make_member(room.community, make_person("Mo Lindt"), role=Role.MODERATOR)
    why, stood = removed(moderator, bea, room)
    page = open_browser(bea)
    page.goto(why)
    expect(page.get_by_text(WHY)).to_be_visible()
    is_in_order(page)
    page.get_by_role("link", name="Ask somebody else to look at it again").click()
    page.get_by_label("Why it should be looked at again").fill("It costs nothing.")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Somebody else than who decided it looks at it again.").first).to_be_visible()
    other = open_browser(ada)
    other.goto(f"/c/{room.community.slug}/manage/appeals/")
    other.get_by_role("link", name="Bea Quist").click()
    expect(other.get_by_text("It costs nothing.")).to_be_visible()
    is_in_order(other)
    other.get_by_label("Why").fill("It is free indeed.")
    other.get_by_role("button", name="Bring the ").click()
    expect(other.get_by_text("It is free indeed.")).to_be_visible()
    page.goto(stood)
    expect(page.get_by_text(SAID)).to_be_visible()
