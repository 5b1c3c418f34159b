"""Who is suspended is out everywhere at once and learns why; what one was refused, somebody else looks at again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from forum.chat.models import Room
from forum.communities.actions.measures import suspend_person
from forum.communities.models import Role
from forum.people.models import Person
from tests.factories import make_board, make_member, make_person, make_topic
from tests.forum.moderation.removed_things import MESSAGE, POST, SAID, WHY, Kind
from tests.journeys.pages import OpenBrowser, in_room, is_in_order, take_a_moment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AT_ONCE = 3_000  # milliseconds


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


@pytest.mark.parametrize("kind", [POST, MESSAGE], ids=["post", "message"])
def test_what_was_removed_is_back_once_somebody_else_has_looked_at_it_again(
    people: tuple[Person, Person, Room],
    open_browser: OpenBrowser,
    kind: Kind,
) -> None:
    ada, bea, room = people
    assert room.community is not None
    moderator = make_member(room.community, make_person("Mo Lindt"), role=Role.MODERATOR)
    removed = kind.removed(moderator, bea, make_board(room.community))
    page = open_browser(bea)
    page.goto(kind.pages(removed)[0])
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
    page.goto(kind.address(removed))
    expect(page.get_by_text(SAID)).to_be_visible()


def test_who_wrote_a_topic_that_is_removed_reads_why_asks_again_and_is_led_to_where_it_stands(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    assert room.community is not None
    topic = make_topic(make_board(room.community), author=bea, title="Courses of ours", body=SAID)
    moderator = open_browser(make_member(room.community, make_person("Mo Lindt"), role=Role.MODERATOR))
    moderator.goto(f"/t/{topic.pk}/remove/")
    take_a_moment(moderator)
    moderator.get_by_label("Why").fill(WHY)
    is_in_order(moderator)
    moderator.get_by_role("button", name="Remove it").click()
    expect(moderator.get_by_text("Its author reads why")).to_be_visible()
    page = open_browser(bea)
    page.goto("/inbox/")
    page.get_by_role("link", name="Your topic “Courses of ours” was removed").click()
    for words in ("Why your topic was removed", "Courses of ours", SAID, WHY):
        expect(page.get_by_text(words).first).to_be_visible()
    is_in_order(page)
    page.get_by_role("link", name="Ask somebody else to look at it again").click()
    take_a_moment(page)
    page.get_by_label("Why it should be looked at again").fill("It costs nothing.")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Somebody else than who decided it looks at it again.").first).to_be_visible()
    other = open_browser(ada)
    other.goto("/queue/")
    other.get_by_role("link", name="The removal of the topic “Courses of ours”").first.click()
    take_a_moment(other)
    expect(other.get_by_text("It costs nothing.")).to_be_visible()
    is_in_order(other)
    other.get_by_label("Why").fill("It is free indeed.")
    other.get_by_role("button", name="Bring the topic back").click()
    expect(other.get_by_text("It is free indeed.")).to_be_visible()
    page.goto("/inbox/")
    page.get_by_role("link", name="Your topic “Courses of ours” was brought back").click()
    expect(page.get_by_text(SAID)).to_be_visible()
