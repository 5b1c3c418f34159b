"""The log as members read it and as a file, and how a community is doing."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.communities.actions.log import note_change
from forum.communities.models import Community, Role, Verb
from forum.discussions.actions.staff_notes import change_note, leave_note, remove_note
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.models import Board, Level, Post, StaffNote, Topic
from forum.moderation.selectors.health import (
    LOOKED_BACK,
    Answering,
    Reversals,
    Stretch,
    answering_in,
    case_waits,
    held_waits,
    load_in,
    other_unanswered_topics,
    reversals_in,
    unanswered_questions,
)
from forum.moderation.selectors.public_log import public_lines
from forum.people.models import Person
from tests.factories import (
    make_board,
    make_board_moderator,
    make_member,
    make_person,
    make_reply,
    make_steward,
    make_topic,
)
from tests.forum.moderation.waiting import make_waiting
from tests.forum.people_anew import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]


def taken_down(board: Board, moderator: Person) -> Post:
    post = make_reply(make_topic(board), author=make_member(board.community), body="Buy my course.")
    return take_down_post(moderator=moderator, post=post, reason="Mr Smith sells it.")


def test_members_read_what_was_done_but_neither_whom_it_concerned_nor_why(
    board: Board, moderator: Person
) -> None:
    post = taken_down(board, moderator)
    page = signed_in(make_member(board.community)).get(reverse("public-log", args=[board.community.slug]))
    told = page.content.decode()
    assert "removed a post" in told
    assert (moderator.display_name in told, board.name in told) == (True, True)
    assert (post.author.display_name in told, "Mr Smith" in told, post.topic.title in told) == (False,) * 3
    whole = signed_in(moderator).get(reverse("community-log", args=[board.community.slug])).content.decode()
    assert (post.author.display_name in whole, "Mr Smith" in whole) == (True, True)


def test_what_was_done_on_a_board_that_one_does_not_read_is_not_told(board: Board, moderator: Person) -> None:
    member = make_member(board.community)
    inner = make_board(board.community, read_from=Level.MODERATORS, name="Behind closed doors")
    taken_down(board, moderator)
    note_change(
        Verb.TOPIC_REMOVED, by=moderator, community=board.community, about=inner.name, board_key=inner.pk
    )
    assert [line.board for line in public_lines(member, board.community).lines[:1]] == [board]
    assert [line.board for line in public_lines(moderator, board.community).lines[:2]] == [inner, board]
    assert inner not in [line.board for line in public_lines(member, board.community).lines]
    path = reverse("public-log", args=[board.community.slug])
    assert "Behind closed doors" not in signed_in(member).get(path).content.decode()


def test_who_was_let_in_is_not_in_the_public_log(board: Board, moderator: Person) -> None:
    member = make_member(board.community)
    note_change(Verb.REQUEST_ACCEPTED, by=moderator, community=board.community, person=make_person())
    note_change(Verb.BOARDS_ORDERED, by=moderator, community=board.community)
    verbs = [line.change.verb for line in public_lines(member, board.community).lines]
    assert (verbs[0], Verb.REQUEST_ACCEPTED in verbs) == (Verb.BOARDS_ORDERED, False)


def test_the_public_log_does_not_say_who_leaves_notes(board: Board, moderator: Person) -> None:
    """Readers see a note without a name, and notes among moderators not at all."""
    member, topic = make_member(board.community), make_topic(board)
    for audience in StaffNote.Audience.values:
        given: Any = {"audience": audience, "community": board.community}
        note = leave_note(moderator=moderator, topic=topic, body="Stay calm.", **given)
        change_note(moderator=moderator, note=note, body="Stay kind.", revision=note.revision)
        remove_note(moderator=moderator, note=note)
    whole = signed_in(moderator).get(reverse("community-log", args=[board.community.slug])).content.decode()
    assert moderator.display_name in whole
    path = reverse("public-log", args=[board.community.slug])
    assert moderator.display_name not in signed_in(member).get(path).content.decode()
    note_change(Verb.BOARDS_ORDERED, by=moderator, community=board.community)
    assert moderator.display_name in signed_in(member).get(path).content.decode()


def test_the_public_log_is_for_those_who_belong(board: Board) -> None:
    path = reverse("public-log", args=[board.community.slug])
    assert signed_in(make_member(board.community, role=Role.GUEST)).get(path).status_code == 200
    refused = signed_in(make_person()).get(path)
    assert (refused.status_code, "Join it first" in refused.content.decode()) == (403, True)
    Community.objects.filter(pk=board.community.pk).update(visibility="hidden")
    assert signed_in(make_person()).get(path).status_code == 404


def test_the_community_leads_those_who_belong_to_its_log(board: Board, moderator: Person) -> None:
    path = reverse("public-log", args=[board.community.slug])
    for person in (make_member(board.community), make_member(board.community, role=Role.GUEST)):
        assert path in signed_in(person).get(board.community.get_absolute_url()).content.decode()
    assert path not in signed_in(make_person()).get(board.community.get_absolute_url()).content.decode()
    assert (
        path
        in signed_in(moderator).get(reverse("community-log", args=[board.community.slug])).content.decode()
    )


def test_what_was_removed_has_a_place_of_its_own_among_the_pages_of_looking_after(board: Board) -> None:
    for person in (make_board_moderator(board), make_member(board.community, role=Role.MODERATOR)):
        client, removed = signed_in(person), reverse("removed-topics", args=[board.community.slug])
        assert removed in client.get(reverse("community-queue", args=[board.community.slug])).content.decode()
        assert f'<a href="{removed}" aria-current="page">' in client.get(removed).content.decode()


def test_a_page_of_the_public_log_leads_to_the_next(
    board: Board, moderator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.communities.selectors.log.CHANGES_ON_A_PAGE", 2)
    all_of_them = list(board.community.changes.exclude(verb="role", about="member"))
    all_of_them.sort(key=lambda change: (change.created_at, change.pk), reverse=True)
    found, after = [], 0
    while True:
        page = public_lines(moderator, board.community, after=after)
        found += [line.change for line in page.lines]
        after = page.older
        if not after:
            break
        assert len(page.lines) == 2
    assert found == all_of_them


def test_the_log_goes_into_a_file_that_does_nothing_but_be_read(board: Board, moderator: Person) -> None:
    Person.objects.filter(pk=moderator.pk).update(display_name="=HYPERLINK(1)")
    post = taken_down(board, moderator)
    path = reverse("community-log-file", args=[board.community.slug])
    answer = signed_in(moderator).get(path)
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == board.community.changes.count() + 1
    line = (rows[1][1], rows[1][3], rows[1][6])
    assert line == ("'=HYPERLINK(1)", post.author.display_name, "Mr Smith sells it.")
    assert "attachment" in answer["Content-Disposition"]
    assert signed_in(make_member(board.community)).get(path).status_code == 403


def test_the_log_of_the_network_goes_into_a_file_for_stewards() -> None:
    steward = make_steward()
    note_change(Verb.STEWARD_MADE, by=steward, person=steward)
    path = reverse("network-log-file")
    rows = list(csv.reader(StringIO(signed_in(steward).get(path).content.decode("utf-8-sig"))))
    assert rows[1][2] == f"made {steward.display_name} a steward"
    assert signed_in(make_person()).get(path).status_code == 404


def test_how_soon_topics_are_answered_by_somebody_else(board: Board) -> None:
    now = timezone.now()
    waits = (timedelta(hours=1), timedelta(hours=3), timedelta(days=2))
    for wait in waits:
        topic = make_topic(board, now=now - timedelta(days=5))
        make_reply(topic, author=topic.author, now=now - timedelta(days=5) + timedelta(minutes=1))
        make_reply(topic, author=make_member(board.community), now=now - timedelta(days=5) + wait)
    make_topic(board, now=now - timedelta(days=1))
    make_topic(board, now=now - LOOKED_BACK - timedelta(days=1))
    make_topic(make_board(), now=now - timedelta(days=1))
    expected = Answering(Stretch(3, timedelta(hours=3)), within_a_day=2, unanswered=1)
    assert answering_in(board.community, now) == expected


def test_what_nobody_else_has_answered_is_named_to_who_reads_them(board: Board, moderator: Person) -> None:
    question = make_topic(board, type=Topic.Type.QUESTION)
    make_reply(question, author=question.author)
    make_reply(make_topic(board, type=Topic.Type.QUESTION), author=moderator)
    talk, closed = make_topic(board), make_topic(board)
    Topic.objects.filter(pk=closed.pk).update(locked_at=timezone.now())
    now = timezone.now()
    assert unanswered_questions(moderator, board.community, now) == [question]
    assert other_unanswered_topics(moderator, board.community, now) == [talk]
    page = signed_in(moderator).get(reverse("community-health", args=[board.community.slug])).content.decode()
    assert all(
        f'<a href="{topic.get_absolute_url()}">{topic.title}</a>' in page for topic in (question, talk)
    )
    assert closed.title not in page
    Board.objects.filter(pk=board.pk).update(read_from=Level.MODERATORS)
    member = make_member(board.community)
    assert unanswered_questions(member, board.community, now) == []
    assert other_unanswered_topics(member, board.community, now) == []


def test_no_more_are_named_than_one_can_look_at(
    board: Board, moderator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.moderation.selectors.health.MOST_SHOWN", 1)
    first, _second = make_topic(board), make_topic(board)
    assert other_unanswered_topics(moderator, board.community, timezone.now()) == [first]


def test_how_long_things_waited_and_who_decided(board: Board, moderator: Person) -> None:
    now = timezone.now()
    nothing = Stretch(0, None)
    assert (held_waits(board.community, now), case_waits(moderator, board.community, now)) == (
        nothing,
        nothing,
    )
    taken_down(board, moderator)
    taken_down(board, moderator)
    assert [(each.person, each.number) for each in load_in(moderator, board.community, timezone.now())] == [
        (moderator, 2)
    ]
    page = signed_in(moderator).get(reverse("community-health", args=[board.community.slug]))
    assert moderator.display_name in page.content.decode()
    assert (
        signed_in(make_member(board.community))
        .get(reverse("community-health", args=[board.community.slug]))
        .status_code
        == 403
    )


def test_what_was_decided_counts_as_having_waited() -> None:
    waiting, now = make_waiting(), timezone.now()
    type(waiting.held).objects.update(created_at=now - timedelta(hours=3))
    type(waiting.case).objects.update(opened_at=now - timedelta(hours=5))
    for name, key in (("held", waiting.held.pk), ("reported", waiting.case.pk)):
        given = {"act": "yes", "seen": "1"}
        signed_in(waiting.moderator).post(reverse("queue-thing", args=[name, key]), given)
    appeal = reverse("appeal-overturn", args=[waiting.appeal.pk])
    assert reversals_in(waiting.community, timezone.now()) == Reversals(0, 0)
    signed_in(waiting.facilitator).post(appeal, {"reason": "It was kind."})
    assert reversals_in(waiting.community, timezone.now()) == Reversals(1, 1)
    held = held_waits(waiting.community, timezone.now())
    cases = case_waits(waiting.moderator, waiting.community, timezone.now())
    assert (held.number, cases.number) == (1, 1)
    assert [round(each.middle / timedelta(hours=1)) for each in (held, cases) if each.middle] == [3, 5]
