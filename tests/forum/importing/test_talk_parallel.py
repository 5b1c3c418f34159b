"""Imports of one chat at the same moment bring each message in once, while people go on talking."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from forum.chat.actions.sending import send_message
from forum.chat.models import Message, Room, RoomEvent
from forum.communities.models import Community
from forum.importing import talk_plan
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.talk_runs import open_local_talk_import
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_member, make_steward
from tests.forum.importing.chats import slack, slack_message, zipped
from tests.forum.importing.test_parallel import in_parallel

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("attempt", range(5))
def test_three_imports_of_one_archive_and_people_who_talk(
    community: Community, steward: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attempt: int
) -> None:
    monkeypatch.setattr(talk_plan, "MOST_LINES", 5)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(slack(*(slack_message(second) for second in range(1, 60)))))
    standing, member = (
        Room.objects.select_related("community").get(community=community),
        make_member(community),
    )
    importers = steward, make_steward(), make_steward()
    runs = [
        open_local_talk_import(
            importer=each, community=community, room=standing if number == 2 else None, path=path
        )
        for number, each in enumerate(importers)
    ]

    def talk() -> None:
        for _ in range(20):
            send_message(author=member, room=standing, client_id=uuid4(), body="In between.")

    in_parallel(*(lambda run=run: carry_out(run_id=run.pk, attempt=1) for run in runs), talk)
    for run in runs:
        run.refresh_from_db()
        assert (run.state, run.failure, run.skipped_count, run.done) == ("finished", "", 0, 59)
    assert sum(run.imported_count for run in runs) == 59
    assert Message.objects.filter(from_archive=True).count() == 59
    for room in Room.objects.filter(community=community):
        seqs = list(RoomEvent.objects.filter(room=room).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, room.last_seq + 1))
    assert Room.objects.filter(community=community).count() <= 2
    assert breaches() == []
