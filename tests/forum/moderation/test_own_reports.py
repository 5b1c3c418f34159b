"""What one finds of one's own reports: what they were about, where that stands, when, and what came of it."""

from __future__ import annotations

from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forum.chat.models import Message, Room
from forum.chat.views.places import address_of as address_in_room
from forum.communities.models import Community, Role
from forum.discussions.models import Board, Post
from forum.discussions.views.posts import address_of
from forum.moderation.actions.deciding import keep_reported, remove_reported
from forum.moderation.actions.reporting import report_message, report_person
from forum.moderation.models import Case, Report
from forum.people.models import Person
from tests.factories import make_member, make_person
from tests.forum.chat.test_sending import say
from tests.forum.gatherings.going_on import begun, said
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
OWN = "own-reports"


@pytest.fixture
def reporter(board: Board) -> Person:
    return make_member(board.community)


@pytest.fixture
def message(post: Post, board: Board) -> Message:
    return say(again(post.author), Room.objects.get(community=board.community), "Buy my course.")


def page_of(person: Person, path: str = "") -> str:
    return signed_in(person).get(path or reverse(OWN)).content.decode()


def the_case() -> Case:
    return Case.objects.get()


def report_by_page(reporter: Person, post: Post, **more: str) -> int:
    path = reverse("post-report", args=[post.pk])
    return signed_in(reporter).post(path, {"reason": "commercial", **more}).status_code


def test_each_report_says_what_it_was_about_and_leads_there(
    post: Post, message: Message, reporter: Person
) -> None:
    report_by_page(reporter, post)
    report_message(reporter=reporter, message=message, reason="spam")
    report_person(reporter=reporter, person=make_person("Cy Berg"), reason="spam")
    page = page_of(reporter)
    for address, about in (
        (address_of(post), f"#{post.number} in “{post.topic.title}”"),
        (address_in_room(message), f"A message in “{message.room.title}”"),
        (Person.objects.get(display_name="Cy Berg").get_absolute_url(), "The page of Cy Berg"),
    ):
        assert f'<a href="{escape(address)}">{escape(about)}</a>' in page, about
    assert page.count("You are told what comes of it.") == 3


def test_what_one_does_not_read_any_more_is_neither_named_nor_linked(
    post: Post, message: Message, board: Board
) -> None:
    outsider = make_person()
    report_by_page(outsider, post)
    report_message(reporter=outsider, message=message, reason="spam")
    Community.objects.filter(pk=board.community_id).update(visibility="private")
    page = page_of(outsider)
    assert all(
        said in page for said in ("A post that you do not read now", "A message in a room that you do not")
    )
    assert not any(
        told in page
        for told in (post.topic.title, address_of(post), address_in_room(message), message.room.title)
    )


def test_what_is_removed_is_named_and_leads_nowhere(post: Post, reporter: Person, moderator: Person) -> None:
    report_by_page(reporter, post)
    remove_reported(moderator=moderator, case=the_case(), reason="We sell nothing.")
    page = page_of(reporter)
    assert (f"#{post.number} in “" in page, address_of(post) in page, "We sell nothing." in page) == (
        True,
        False,
        False,
    )


def test_the_form_says_what_one_has_reported_already(post: Post, reporter: Person, moderator: Person) -> None:
    path = reverse("post-report", args=[post.pk])
    assert "reported this" not in page_of(reporter, path)
    report_by_page(reporter, post, words="He sells a course.")
    waiting = page_of(reporter, path)
    assert (
        "waits for a decision" in waiting,
        "He sells a course." in waiting,
        "Report it</button>" in waiting,
    ) == (
        True,
        True,
        False,
    )
    assert "reported this" not in page_of(make_member(post.topic.home_board.community), path)
    assert (report_by_page(reporter, post), Report.objects.count()) == (403, 1)
    keep_reported(moderator=moderator, case=the_case())
    decided = page_of(reporter, path)
    assert ("What came of it: stays as it is" in decided, "Report it</button>" in decided) == (True, True)
    assert (report_by_page(reporter, post), Report.objects.count()) == (302, 2)


def test_messages_of_live_sessions_are_named_by_them_and_cost_the_same_however_many(
    board: Board, reporter: Person
) -> None:
    host = make_member(board.community, role=Role.FACILITATOR)
    sessions = [begun(host, board.community, title=f"Session {number}") for number in range(3)]
    counts = []
    for number in (1, 29):
        for each in range(number):
            message = said(make_member(board.community), sessions[each % len(sessions)], f"Said {each}.")
            Report.objects.create(case=Case.objects.create(message=message), reporter=reporter, reason="spam")
        page_of(reporter)  # what is read once, and then known
        with CaptureQueriesContext(connection) as asked:
            page = page_of(reporter)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert [page.count(f"A message in “Session {number}”") for number in range(3)] == [11, 10, 9]
    assert "Room of a live session" not in page
