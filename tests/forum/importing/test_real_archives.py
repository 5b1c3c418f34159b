"""A real archive of years comes onto a board whole, and everything the database promises still holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db.models import Count, Max

from forum.discussions.models import Board, Post, Topic
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.runs import open_local_import
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.forum.importing.test_reader_archives import ARCHIVES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ARCHIVES.is_dir(), reason="the archives are not part of the project"),
]

# Fewer topics than the headers alone make: copies are left out, and replies whose headers were lost are joined.
EXPECTED = {
    "r-sig-epi.mbox": (644, 643, 498),
    "r-help-es-2009.mbox": (584, 584, 176),
    "ksummit-discuss.mbox.gz": (759, 759, 66),
    "r-sig-meta-analysis.mbox.gz": (5645, 5634, 1367),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_whole_list_moves_in_and_a_second_time_adds_nothing(
    board: Board, steward: Person, name: str
) -> None:
    for imported in EXPECTED[name][1], 0:
        run = open_local_import(importer=steward, board=board, path=Path(ARCHIVES / name))
        run = carry_out(run_id=run.pk, attempt=1)
        assert (run.state, run.failure, run.imported_count) == ("finished", "", imported)
        assert run.total == run.done == run.imported_count + run.known_count + run.skipped_count
    assert (run.total, Post.objects.count(), Topic.objects.count()) == EXPECTED[name]
    assert breaches() == []
    assert not Topic.objects.annotate(last=Max("posts__created_at"), size=Count("posts")).exclude(
        post_count__gt=0
    )
