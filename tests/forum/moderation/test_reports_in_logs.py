"""Whoever was reported does not learn that from a log, from its file or from figures, where nothing was done."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.communities.models import Community, Role, Verb
from forum.communities.selectors import log
from forum.communities.selectors.log import changes_in, changes_of_network
from forum.discussions.actions.staff_notes import change_note, leave_note
from forum.discussions.models import Board, Post
from forum.discussions.selectors.topics import topic_with_placements
from forum.moderation.actions.deciding import hand_case_up, keep_reported, remove_reported
from forum.moderation.actions.reporting import report_note, report_person, report_post
from forum.moderation.models import Case
from forum.moderation.selectors.health import case_waits, load_in
from forum.moderation.selectors.public_log import public_lines
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_community,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
)
from tests.forum.moderation.reported import the_case
from tests.forum.people_anew import again, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
KEPT, UP = Verb.REPORTED_KEPT, Verb.REPORTED_HANDED_UP


@pytest.fixture
def community() -> Community:
    return make_community("Ward teaching", visibility="open")


@pytest.fixture
def board(community: Community) -> Board:
    return make_board(community)


@pytest.fixture
def reported(community: Community) -> Person:
    """A moderator about whom somebody complains."""
    return make_member(community, make_person("Mo"), role=Role.MODERATOR)


@pytest.fixture
def facilitator(community: Community) -> Person:
    return make_member(community, make_person("Finn"), role=Role.FACILITATOR)


@pytest.fixture
def case(board: Board, reported: Person) -> Case:
    post = make_reply(make_topic(board), author=reported, body="Buy my course.")
    found = Post.objects.select_related("topic__home_board__community", "via_board__community").get(
        pk=post.pk
    )
    report_post(reporter=make_member(board.community), post=found, reason="commercial")
    return the_case()


def verbs(person: Person, community: Community) -> list[str]:
    return [change.verb for change in changes_in(again(person), community).changes]


def test_what_came_to_nothing_is_told_to_all_who_look_after_it_but_whoever_it_was_about(
    case: Case, community: Community, reported: Person, facilitator: Person
) -> None:
    other = make_member(community, role=Role.MODERATOR)
    hand_case_up(moderator=again(other), case=case, why="You know him.")
    keep_reported(moderator=again(facilitator), case=the_case(), reason="It is free.")
    assert [verb for verb in verbs(other, community) if verb in {KEPT, UP}] == [KEPT, UP]
    assert not {KEPT, UP} & set(verbs(reported, community))
    now = timezone.now()
    for person, number in ((other, 1), (reported, 0)):
        page = signed_in(person).get(reverse("community-log", args=[community.slug])).content.decode()
        file = signed_in(person).get(reverse("community-log-file", args=[community.slug]))
        cells = [row[6] for row in csv.reader(StringIO(file.content.decode("utf-8-sig")))]
        public = [line.change.verb for line in public_lines(again(person), community).lines]
        load = {each.person: each.number for each in load_in(again(person), community, now)}
        assert (
            page.count("It is free."), cells.count("It is free."), cells.count("You know him."),
            public.count(KEPT), case_waits(again(person), community, now).number, load.get(facilitator, 0),
        ) == (number,) * 6, person  # fmt: skip
    seen = [signed_in(each).get(case.get_absolute_url()).status_code for each in (facilitator, reported)]
    assert seen == [200, 404]


def test_of_what_was_removed_its_author_reads_as_everybody(
    case: Case, community: Community, reported: Person, facilitator: Person
) -> None:
    remove_reported(moderator=again(facilitator), case=case, reason="We sell nothing.")
    assert verbs(reported, community) == verbs(facilitator, community)
    now = timezone.now()
    assert [case_waits(again(each), community, now).number for each in (reported, facilitator)] == [1, 1]


def test_a_page_of_the_log_is_as_long_for_whoever_was_reported(
    case: Case, community: Community, reported: Person, facilitator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "CHANGES_ON_A_PAGE", 1)
    hand_case_up(moderator=again(facilitator), case=case, why="Please look.")
    keep_reported(moderator=make_steward(), case=the_case(), reason="It is free.")
    first, theirs = changes_in(again(facilitator), community), changes_in(again(reported), community)
    assert [change.verb for change in first.changes] == [KEPT]
    rest = changes_in(again(facilitator), community, after=first.older)
    assert [change.verb for change in rest.changes] == [UP]
    behind = changes_in(again(facilitator), community, after=rest.older) if rest.older else None
    assert theirs.changes == (behind.changes if behind else [])


def test_whoever_changed_a_note_of_another_last_does_not_read_that_it_was_reported(
    board: Board, community: Community, reported: Person, facilitator: Person
) -> None:
    writer = make_member(community, role=Role.MODERATOR)
    topic = topic_with_placements(make_topic(board).pk)
    assert topic is not None
    note = leave_note(
        moderator=again(writer), topic=topic, body="Ask first.", audience="readers", community=community
    )
    note = change_note(moderator=again(reported), note=note, body="Ask ahead.", revision=note.revision)
    report_note(reporter=make_member(community), note=note, reason="unkind")
    keep_reported(moderator=again(facilitator), case=the_case())
    readers = (facilitator, writer, reported)
    assert [KEPT in verbs(each, community) for each in readers] == [True, False, False]


def test_a_steward_does_not_read_that_they_were_reported_themselves() -> None:
    steward, other = make_steward(), make_steward()
    report_person(reporter=make_person(), person=steward, reason="unkind")
    keep_reported(moderator=other, case=the_case())
    for person, told in ((other, True), (steward, False)):
        assert (KEPT in [each.verb for each in changes_of_network(again(person)).changes]) is told
        file = signed_in(person).get(reverse("network-log-file")).content.decode()
        assert (len(file.splitlines()) > 1) is told
