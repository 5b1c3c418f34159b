"""Fifty things wait, and a moderator clears them with the keyboard alone."""

from __future__ import annotations

import pytest
from django.db.models import Q
from playwright.sync_api import Page, expect

from forum.communities.actions.joining import ask_to_join
from forum.communities.models import Community, JoiningRequest, Membership, Role
from forum.core.claims import Kind
from forum.crossposting.actions.proposing import carry_topic
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Board, HeldPost, Placement, Post
from forum.moderation.actions.appealing import appeal_removal
from forum.moderation.actions.claiming import claim_thing
from forum.moderation.actions.reporting import report_post
from forum.moderation.models import Appeal, Case, Remark, SavedReply
from forum.people.models import Person
from tests.factories import (
    hold_reply,
    make_board,
    make_community,
    make_crossing,
    make_member,
    make_person,
    make_reply,
    make_topic,
)
from tests.journeys.pages import PHONE, OpenBrowser, is_in_order

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HELD, REPORTED, ASKING, CARRIED = 20, 12, 10, 8


@pytest.fixture
def facilitator(site: object) -> Person:
    return make_person("Finn Aalto", handle="finn")


@pytest.fixture
def community(facilitator: Person) -> Community:
    made = make_community("Ward teaching", facilitator=facilitator, visibility="open", joining="request")
    SavedReply.objects.create(community=made, name="Selling", words="We sell nothing here.")
    return made


def fill(community: Community) -> None:
    """Let fifty things wait."""
    slow, calm = make_board(community, approval=Board.Approval.EVERYTHING), make_board(community)
    topic, other = make_topic(slow), make_topic(calm)
    for number in range(HELD):
        hold_reply(topic, body=f"Held {number}.")
    for number in range(REPORTED):
        post = make_reply(other, author=make_member(community), body=f"Buy course {number}.")
        report_post(reporter=make_person(), post=post, reason="commercial")
    for _ in range(ASKING):
        ask_to_join(person=make_person(), community=community, answers=["I teach on a ward."])
    for _ in range(CARRIED):
        crossing = make_crossing("open", "open")
        for person in (crossing.broker, crossing.author):
            make_member(community, person)
        carry_topic(broker=crossing.broker, topic=crossing.topic, board=calm, note="We met this too.")


def what_is_at_hand(page: Page) -> str:
    """The key of the thing in which the focus is."""
    return str(page.evaluate("document.activeElement.closest('.waiting:not(.is-done)')?.id ?? ''"))


def decide(page: Page, key: str) -> None:
    """Let half of it through and decline the rest, without touching the mouse."""
    kind, _, number = key.partition("-")
    if kind in (Kind.HELD, Kind.ASKING) and int(number) % 2:
        page.keyboard.press("a")
    else:
        page.keyboard.press("d")
        page.keyboard.type("Not here.")
        page.keyboard.press("Enter")
    expect(page.locator(f"#{key}.is-done")).to_be_attached()


def test_fifty_things_are_cleared_with_the_keyboard_alone(
    community: Community, facilitator: Person, open_browser: OpenBrowser
) -> None:
    fill(community)
    page = open_browser(facilitator)
    page.goto("/queue/")
    is_in_order(page)
    done: list[str] = []
    expect(page.locator(".queue-end")).to_have_text("50 wait in all.")
    for _page in range(2):
        page.keyboard.press("j")
        while key := what_is_at_hand(page):
            decide(page, key)
            done.append(key)
            expect(page.locator(".is-done b").last).not_to_be_empty()  # what it was
            left = 50 - len(done)
            expect(page.locator(".queue-end")).to_contain_text(
                {0: "Nothing waits any more.", 1: "1 still waits."}.get(left, f"{left} still wait.")
            )
            if left:
                expect(page.locator(".queue-tabs .badge").first).to_have_text(str(left))
        if page.locator(".pager [rel=next]").count():
            page.keyboard.press("Enter")
            page.wait_for_url("**after=**")
    assert len(set(done)) == HELD + REPORTED + ASKING + CARRIED == 50
    expect(page.locator(".queue-tabs")).to_have_count(0)
    expect(page.get_by_text("All that are ticked")).to_be_hidden()
    page.goto("/queue/")
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert not HeldPost.objects.filter(state="waiting").exists()
    assert not Placement.objects.filter(state="pending").exists()
    assert not Case.objects.filter(state="open").exists()
    assert Post.objects.filter(removed_at__isnull=False).count() == REPORTED
    asked = JoiningRequest.objects.filter(~Q(state="waiting"))
    let_in = Membership.objects.filter(community=community, person__in=asked.values("person")).count()
    assert (asked.count(), let_in) == (ASKING, sum(row.pk % 2 for row in asked))


def test_what_another_looks_at_is_left_alone_and_a_remark_is_left(
    community: Community, facilitator: Person, open_browser: OpenBrowser
) -> None:
    board = make_board(community)
    post = make_reply(make_topic(board), author=make_member(community), body="Buy my course.")
    case = report_post(reporter=make_person(), post=post, reason="commercial").case
    other = make_member(community, role=Role.MODERATOR)
    page = open_browser(facilitator, **PHONE)
    page.goto("/queue/")
    page.keyboard.press("j")
    for is_ticked in (True, False):
        page.keyboard.press("x")
        expect(page.locator("[data-queue] input[name=chosen]")).to_be_checked(checked=is_ticked)
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Note it")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Note it")).to_be_hidden()
    page.keyboard.press("m")
    page.keyboard.press("n")
    page.keyboard.type("He sold it elsewhere too.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Noted for the others")).to_be_visible()
    assert Remark.objects.get().words == "He sold it elsewhere too."
    claim_thing(moderator=other, kind=Kind.REPORTED, key=case.pk)
    page.keyboard.press("d")
    page.keyboard.type("We sell nothing here.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is looking at this just now")
    is_in_order(page)
    assert Post.objects.get(pk=post.pk).removed_at is None


def test_an_appeal_is_answered_with_the_keys_of_all_else_and_escape_gives_them_back(
    community: Community, facilitator: Person, open_browser: OpenBrowser
) -> None:
    topic = make_topic(make_board(community))
    for words in ("Buy my course.", "Buy my book."):
        post = make_reply(topic, author=make_member(community), body=words)
        post = Post.objects.select_related("topic__home_board__community", "via_board__community").get(
            pk=post.pk
        )
        take_down_post(moderator=make_member(community, role=Role.MODERATOR), post=post, reason="No ads.")
        appeal_removal(person=Person.objects.get(pk=post.author_id), post=post, words="It is free.")
    first, second = Appeal.objects.order_by("pk")
    page = open_browser(facilitator)
    page.goto("/queue/")
    is_in_order(page)
    expect(page.get_by_text("Buy my course.")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.keyboard.type("j")
    page.keyboard.press("Escape")
    assert what_is_at_hand(page) == f"appeal-{first.pk}"
    page.keyboard.press("a")
    page.keyboard.type("He is right.")
    page.keyboard.press("Enter")
    expect(page.locator(f"#appeal-{first.pk}.is-done")).to_be_attached()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.type("It sells a book.")
    page.keyboard.press("Enter")
    expect(page.locator(f"#appeal-{second.pk}.is-done")).to_be_attached()
    answers = [(row.state, row.reason) for row in Appeal.objects.order_by("pk")]
    assert answers == [("overturned", "He is right."), ("upheld", "It sells a book.")]
