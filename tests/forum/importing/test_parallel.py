"""Imports of one archive at the same moment bring each message in once, and no reply gets lost between them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections

from forum.discussions.actions.replies import post_reply
from forum.discussions.models import Board, Post, Topic
from forum.importing import plan
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.runs import open_local_import
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_member
from tests.forum.importing.conftest import outline
from tests.forum.importing.test_carrying import letter

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ARCHIVE = b"".join(
    letter(
        f"{topic}-{number}", answers=f"{topic}-0" if number else "", subject=f"Topic {topic}", day=number + 1
    )
    for number in range(6)
    for topic in range(8)
)


def in_parallel(*acts: object) -> None:
    def carried(act: object) -> None:
        try:
            act()  # type: ignore[operator]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        for future in [pool.submit(carried, act) for act in acts]:
            future.result()


@pytest.mark.parametrize("attempt", range(5))
def test_two_imports_of_one_archive_and_a_reply_between(
    board: Board, steward: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attempt: int
) -> None:
    monkeypatch.setattr(plan, "MOST_POSTS", 5)
    path = tmp_path / "a.mbox"
    path.write_bytes(letter("0-0", subject="Topic 0"))
    first = open_local_import(importer=steward, board=board, path=path)
    carry_out(run_id=first.pk, attempt=1)
    topic, member = Topic.objects.get(), make_member(board.community)
    path.write_bytes(ARCHIVE)
    runs = [open_local_import(importer=steward, board=board, path=path) for _ in range(3)]
    in_parallel(
        *(lambda run=run: carry_out(run_id=run.pk, attempt=1) for run in runs),
        lambda: post_reply(author=member, topic=topic, body="In between."),
    )
    for run in runs:
        run.refresh_from_db()
        assert (run.state, run.failure, run.skipped_count, run.done) == ("finished", "", 0, 48)
    assert sum(run.imported_count for run in runs) == 47
    assert Post.objects.count() == 49
    assert len(outline(board)) == 8
    assert breaches() == []
