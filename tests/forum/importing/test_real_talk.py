"""Real archives of chats come into rooms whole, with the numbers that others counted in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db.models import Count, F, Max

from forum.chat.models import Message, Room, RoomEvent
from forum.communities.models import Community
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.talk_runs import open_local_talk_import
from forum.importing.models import ImportedTalk, ImportRun
from forum.invariants.selectors import breaches
from forum.people.models import Person

ARCHIVES = Path(__file__).parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ARCHIVES.is_dir(), reason="the archives are not part of the project"),
]

# Messages in the archive, of those the ones that are words of somebody, channels that hold any, their authors.
EXPECTED = {
    "zulip/hl7-zulip_json.tar.gz": (1419, 1413, 36, 104),
    "zulip/ncar-zulip_json.tar.gz": (6707, 6702, 32, 171),
    "slack/houstondatavis-slack-export.zip": (1382, 1031, 15, 32),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_whole_chat_moves_in_and_a_second_time_adds_nothing(
    community: Community, steward: Person, name: str
) -> None:
    total, spoken, channels, authors = EXPECTED[name]
    for imported, rooms in (spoken, channels), (0, 0):
        run = _run(community, steward, name, None)
        assert (run.state, run.failure, run.total, run.imported_count, run.room_count) == (
            "finished", "", total, imported, rooms,
        )  # fmt: skip
        assert run.total == run.done == run.imported_count + run.known_count + run.skipped_count
    messages = Message.objects.filter(room__community=community)
    assert messages.count() == ImportedTalk.objects.filter(community=community).count() == spoken
    assert messages.values("author").distinct().count() == authors
    assert not messages.filter(html="")
    assert _rooms_that_are_out_of_order(community) == []
    assert breaches() == []


def test_a_whole_chat_moves_into_one_room(community: Community, steward: Person) -> None:
    room = Room.objects.get(community=community)
    run = _run(community, steward, "zulip/hl7-zulip_json.tar.gz", room)
    assert (run.state, run.imported_count, run.room_count) == ("finished", 1413, 0)
    assert Message.objects.filter(room=room).count() == 1413
    assert _rooms_that_are_out_of_order(community) == []


def _run(community: Community, steward: Person, name: str, room: Room | None) -> ImportRun:
    run = open_local_talk_import(importer=steward, community=community, room=room, path=ARCHIVES / name)
    return carry_out(run_id=run.pk, attempt=1)


def _rooms_that_are_out_of_order(community: Community) -> list[int]:
    """Rooms whose log has a gap, or in which something stands below what was said later."""
    events = RoomEvent.objects.filter(room__community=community)
    logs = events.order_by().values("room", "room__last_seq").annotate(most=Max("seq"), number=Count("pk"))
    wrong = list(logs.exclude(most=F("number"), room__last_seq=F("number")).values_list("room", flat=True))
    for room in Room.objects.filter(community=community):
        moments = list(Message.objects.filter(room=room).order_by("seq").values_list("created_at", flat=True))
        wrong += [room.pk] if moments != sorted(moments) else []
    return wrong
