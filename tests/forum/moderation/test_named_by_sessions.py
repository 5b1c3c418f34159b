"""What was said in a live session is named by that session, wherever moderators and its author read of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.chat.actions.taking_down import take_down_message
from forum.chat.models import Message
from forum.communities.models import Change, Role, WhyPurged
from forum.discussions.models import Board
from forum.moderation.actions.appealing import appeal_removed_message
from forum.moderation.actions.purging import purge_message
from forum.moderation.actions.reporting import report_message
from forum.moderation.models import Case
from forum.people.models import Person
from tests.factories import make_member
from tests.forum.chat.test_sending import say
from tests.forum.gatherings.going_on import begun, said
from tests.forum.lifting.lifted import room_of
from tests.forum.moderation.searching import places_of
from tests.forum.people_anew import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
TITLE = "Feedback at the bedside"


@pytest.fixture
def host(board: Board) -> Person:
    return make_member(board.community, role=Role.FACILITATOR)


@pytest.fixture
def author(board: Board) -> Person:
    return make_member(board.community)


@pytest.fixture
def message(board: Board, host: Person, author: Person) -> Message:
    return _anew(said(author, begun(host, board.community, title=TITLE), "Buy my course."))


def page_of(person: Person, path: str) -> str:
    return signed_in(person).get(path).content.decode()


def test_cases_and_the_page_that_purges_name_it(board: Board, host: Person, message: Message) -> None:
    report_message(reporter=make_member(board.community), message=message, reason="commercial")
    case = Case.objects.get()
    pages = [
        page_of(host, reverse("community-cases", args=[board.community.slug])),
        page_of(host, reverse("queue")),
        page_of(host, case.get_absolute_url()),
        page_of(host, reverse("message-purge", args=[message.room_id, message.pk])),
    ]
    assert [TITLE in page for page in pages] == [True] * len(pages)
    assert [page for page in pages if "Room of a live session" in page] == []


def test_the_log_and_appeals_name_it(board: Board, host: Person, author: Person, message: Message) -> None:
    take_down_message(moderator=host, message=message, reason="An advertisement.")
    message.refresh_from_db()
    appeal = appeal_removed_message(person=author, message=message, words="It is free.")
    assert Change.objects.latest("pk").about == TITLE
    another = make_member(board.community, role=Role.FACILITATOR)
    assert TITLE in page_of(another, appeal.get_absolute_url())


def test_a_title_that_is_purged_stands_in_no_log(board: Board, host: Person, author: Person) -> None:
    words = "The baker of the lower village fell from his own roof twice"
    first = say(author, room_of(board.community), words)
    Message.objects.update(created_at=timezone.now() - timedelta(days=1))  # before the session was announced
    advertisement = said(author, begun(host, board.community, title=words), "Buy my course.")
    take_down_message(moderator=host, message=_anew(advertisement), reason="An advertisement.")
    assert places_of("lower village") >= {"gathering.title", "change.about", "message.source"}
    assert purge_message(purger=host, message=_anew(first), why=WhyPurged.PATIENT)
    assert places_of("lower village") == set()


def _anew(message: Message) -> Message:
    return Message.objects.select_related("room__community", "author").get(pk=message.pk)
