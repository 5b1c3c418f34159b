"""What may identify a patient, in a browser: it is said before anything is stored: in composer, rooms and forms."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from forum.chat.models import Message, Room
from forum.communities.models import Community, Role
from forum.discussions.models import Draft, HeldPost, Post, Topic
from forum.moderation.models import Remark, Report
from forum.people.models import Person
from tests.factories import make_board, make_member, make_topic
from tests.journeys.pages import PHONE, OpenBrowser, in_room, is_in_order, is_in_outbox

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAMING = "MRN 00482913 came back with the same rash."
NOBODY = "This identifies nobody. Send it as it is."


def topic_in(room: Room) -> Topic:
    assert room.community is not None
    return make_topic(make_board(room.community))


def write(page: Page, words: str) -> None:
    page.locator("form[data-say] textarea").fill(words)
    page.locator("form[data-say]").get_by_role("button", name="Send").click()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_reply_is_asked_about_changed_and_sent(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser, has_script: bool
) -> None:
    ada, _bea, room = people
    topic = topic_in(room)
    page = open_browser(ada, java_script_enabled=has_script, **PHONE)
    page.goto(topic.get_absolute_url())
    page.locator("form[data-composer] textarea[name=text]").fill(NAMING)
    page.get_by_role("button", name="Post the reply").click()
    expect(page.get_by_role("alert").filter(has_text="This may identify a patient")).to_be_visible()
    expect(page.locator(".identified mark")).to_have_text("MRN 00482913")
    expect(page.locator("textarea[name=text]")).to_have_value(NAMING)
    if has_script:
        is_in_order(page)
    assert (Post.objects.filter(topic=topic).count(), Draft.objects.count()) == (1, 0)
    page.get_by_label(NOBODY).check()
    page.get_by_role("button", name="Post the reply").click()
    expect(page.locator(".post .prose", has_text=NAMING)).to_be_visible()
    assert Post.objects.get(topic=topic, number=2).source == NAMING


def test_other_words_are_asked_about_anew_and_what_is_begun_stays_in_the_browser(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, _bea, room = people
    topic = topic_in(room)
    page = open_browser(ada)
    page.goto(topic.get_absolute_url())
    words = page.locator("form[data-composer] textarea[name=text]")
    words.fill(NAMING)
    expect(page.locator("[data-composer-status]")).to_contain_text("stays on this device", timeout=20_000)
    assert Draft.objects.count() == 0
    page.reload()
    expect(words).to_have_value(NAMING)
    page.get_by_role("button", name="Post the reply").click()
    expect(page.get_by_label(NOBODY)).to_be_visible()
    words.fill("A woman in her fifties came back with the same rash.")
    expect(page.locator(".identified")).to_have_count(0)
    page.get_by_role("button", name="Post the reply").click()
    expect(page.locator(".post .prose", has_text="in her fifties")).to_be_visible()
    assert not Post.objects.filter(source__contains="00482913").exists()


def test_in_a_room_a_line_goes_once_its_author_says_so(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    ada, bea, room = people
    page, theirs = in_room(open_browser(ada), room), in_room(open_browser(bea), room)
    write(page, NAMING)
    failed = page.locator("li.is-failed")
    expect(failed).to_contain_text("“MRN 00482913” looks like a record number")
    is_in_order(page)
    is_in_outbox(page)
    assert Message.objects.count() == 0
    page.reload()  # it waits in this browser, and for its author's word
    failed.get_by_role("button", name="This identifies nobody: send it").click()
    for each in (page, theirs):
        expect(each.locator("li.message:not(.is-pending) .prose")).to_have_text(NAMING)


def test_where_moderators_look_first_a_reply_waits_and_a_line_is_not_sent(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser
) -> None:
    _ada, bea, room = people
    assert room.community is not None
    topic = topic_in(room)
    Community.objects.filter(pk=room.community.pk).update(guard="hold")
    page = open_browser(bea)
    in_room(page, room)
    write(page, NAMING)
    expect(page.locator("li.is-failed")).to_contain_text("in a room nothing can wait")
    page.goto(topic.get_absolute_url())
    page.locator("form[data-composer] textarea[name=text]").fill(NAMING)
    page.get_by_role("button", name="Post the reply").click()
    page.get_by_label(NOBODY).check()
    page.get_by_role("button", name="Post the reply").click()
    expect(page.get_by_role("status").filter(has_text="It may identify a patient")).to_be_visible()
    assert (HeldPost.objects.get().seen, Message.objects.count()) == (["record"], 0)
    assert room.community.memberships.get(person=bea).role < Role.MODERATOR


@pytest.mark.parametrize("has_script", [True, False])
def test_a_report_goes_once_asked_and_a_remark_with_a_tick_whatever_list_it_was_typed_in(
    people: tuple[Person, Person, Room], open_browser: OpenBrowser, has_script: bool
) -> None:
    ada, bea, room = people
    assert room.community is not None
    topic = make_topic(make_board(room.community), author=make_member(room.community))
    page = open_browser(bea, java_script_enabled=has_script, **PHONE)
    page.goto(reverse("post-report", args=[topic.posts.get().pk]))
    page.get_by_label("A patient could be recognised").check()
    page.get_by_label("In your words").fill(NAMING)
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_label("Your words")).to_have_value(NAMING)
    if has_script:
        is_in_order(page)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Those who look after this place see it")).to_be_visible()
    assert Report.objects.get().words == NAMING

    page = open_browser(ada, java_script_enabled=has_script)
    page.goto(reverse("queue"))
    page.locator("summary", has_text="More").click()
    page.get_by_label("For the others who decide on this").fill(NAMING)
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_label("Your words")).to_have_value(NAMING)
    page.get_by_label(NOBODY).check()
    page.get_by_role("button", name="Send it").click()
    expect(page.locator(".remarks")).to_contain_text(NAMING)
    assert Remark.objects.get().words == NAMING
