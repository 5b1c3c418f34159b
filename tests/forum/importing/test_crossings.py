"""What was imported is carried like anything else, and an import that goes on keeps what was agreed elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from forum.communities.models import Role
from forum.crossposting.actions import letters
from forum.crossposting.actions.deciding import accept_placement
from forum.crossposting.actions.ending import end_placement
from forum.crossposting.actions.proposing import carry_topic
from forum.crossposting.actions.tending import lock_here
from forum.discussions.actions.moving import move_topics
from forum.discussions.models import Board, Placement, Topic
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.runs import open_local_import
from forum.invariants.selectors import breaches
from forum.people.actions.placeholders import adopt_placeholder
from forum.people.models import Person
from tests.factories import make_board, make_community, make_member, make_person
from tests.forum.importing.conftest import Import, outline
from tests.forum.importing.test_carrying import THREAD, letter

State, Side = Placement.State, Placement.Side
NEWER = letter("d", answers="a b", by="Dee", day=9) + letter("e", answers="d", by="Ed", day=10)


@pytest.fixture
def there() -> Board:
    return make_board(make_community(visibility="private"))


@pytest.fixture
def broker(board: Board, there: Board) -> Person:
    return make_member(there.community, make_member(board.community))


@pytest.fixture
def moderator(there: Board) -> Person:
    return make_member(there.community, role=Role.MODERATOR)


def imported(board: Board) -> Topic:
    return board.home_topics.get(title="Dosage")


def figures(board: Board) -> tuple[int, int]:
    fresh = Board.objects.get(pk=board.pk)
    return fresh.topic_count, fresh.post_count


def test_an_imported_topic_is_carried_and_nobody_is_mailed_under_the_name_of_an_archive(
    board: Board, there: Board, broker: Person, moderator: Person, bring_in: Import
) -> None:
    bring_in(THREAD)
    placement = carry_topic(broker=broker, topic=imported(board), board=there)
    (job,) = ProcrastinateJob.objects.filter(task_name="mail_topic_carried")
    assert letters.mail_topic_carried(**job.args) is False
    accept_placement(moderator=moderator, placement=placement)
    assert figures(there) == (1, 3)
    assert breaches() == []


def test_an_import_that_goes_on_counts_where_the_topic_stands_and_brings_it_nowhere(
    board: Board, there: Board, broker: Person, moderator: Person, bring_in: Import
) -> None:
    bring_in(THREAD)
    placement = accept_placement(
        moderator=moderator, placement=carry_topic(broker=broker, topic=imported(board), board=there)
    )
    waits = make_board(there.community)
    other = board.home_topics.get(title="Something else")
    carry_topic(broker=broker, topic=other, board=waits)
    bring_in(THREAD + NEWER + letter("f", answers="other", by="Flo", day=11))
    assert (figures(board), figures(there), figures(waits)) == ((2, 7), (1, 5), (0, 0))
    assert set(imported(board).posts.values_list("via_board", flat=True)) == {board.pk}
    assert breaches() == []
    end_placement(person=moderator, placement=placement, reason="Enough.")
    bring_in(THREAD + NEWER + letter("g", answers="e", by="Gus", day=12))
    assert (figures(board), figures(there)) == ((2, 8), (0, 0))
    assert Placement.objects.get(pk=placement.pk).state == State.REMOVED
    assert breaches() == []


def test_a_lock_on_another_board_does_not_keep_an_import_from_its_own(
    board: Board, there: Board, broker: Person, moderator: Person, bring_in: Import
) -> None:
    bring_in(THREAD)
    placement = carry_topic(broker=broker, topic=imported(board), board=there)
    accept_placement(moderator=moderator, placement=placement)
    lock_here(moderator=moderator, placement=placement)
    bring_in(THREAD + NEWER)
    assert outline(board)[0] == "Dosage: 1 Ann, 2 Bo<1, 3 Cy<2, 4 Dee<2, 5 Ed<4"
    assert Placement.objects.get(pk=placement.pk).locked_at is not None
    assert breaches() == []


def test_an_archive_of_the_receiving_board_begins_topics_of_its_own_there(
    board: Board,
    there: Board,
    broker: Person,
    moderator: Person,
    bring_in: Import,
    steward: Person,
    tmp_path: Path,
) -> None:
    bring_in(THREAD)
    carried = carry_topic(broker=broker, topic=imported(board), board=there)
    accept_placement(moderator=moderator, placement=carried)
    (tmp_path / "theirs.mbox").write_bytes(THREAD + NEWER)
    run = open_local_import(importer=steward, board=there, path=tmp_path / "theirs.mbox")
    carry_out(run_id=run.pk, attempt=run.attempt)
    assert there.home_topics.count() == 2
    assert figures(there) == (3, 3 + 6)
    assert breaches() == []


def test_a_topic_that_moved_on_is_continued_where_it_stands_or_not_at_all(
    board: Board, there: Board, broker: Person, moderator: Person, bring_in: Import
) -> None:
    bring_in(THREAD)
    topic = imported(board)
    accept_placement(moderator=moderator, placement=carry_topic(broker=broker, topic=topic, board=there))
    home_moderator = make_member(board.community, role=Role.MODERATOR)
    move_topics(mover=home_moderator, topics=[topic], to=make_board(board.community))
    run = bring_in(THREAD + NEWER)
    assert (run.imported_count, run.skipped_count) == (0, 2)
    assert breaches() == []


def test_whoever_turns_out_to_be_the_author_may_take_it_off_again(
    board: Board, there: Board, broker: Person, moderator: Person, bring_in: Import
) -> None:
    bring_in(THREAD)
    topic = imported(board)
    placement = carry_topic(broker=broker, topic=topic, board=there)
    accept_placement(moderator=moderator, placement=placement)
    ann = make_person("Ann")
    adopt_placeholder(person=ann, placeholder=topic.author, proven=True)
    end_placement(person=ann, placement=placement, reason="I wrote that for the list.")
    assert Placement.objects.get(pk=placement.pk).ended_by == Side.AUTHOR
    assert breaches() == []
