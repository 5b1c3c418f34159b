"""The archive of a chat becomes rooms with its authors, dates and answers: once, whatever happens on the way."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from forum.chat.actions.rooms import close_room, describe_room, open_room
from forum.chat.actions.sending import send_message
from forum.chat.actions.taking_down import take_down_message
from forum.chat.events import HistoryBroughtIn, RoomEventAppended
from forum.chat.models import Message, MessageMention, Room
from forum.chat.selectors.log import replay
from forum.chat.selectors.own_rooms import rooms_in, unread_in_rooms
from forum.communities.models import Community, Membership, Role
from forum.core import events as bus
from forum.core.verdicts import Refused
from forum.importing import talk_plan
from forum.importing.actions import talk_carrying, talk_portions
from forum.importing.actions.carrying import carry_out
from forum.importing.actions.runs import resume_import, stop_import
from forum.importing.actions.talk_runs import open_local_talk_import
from forum.importing.models import ImportedTalk, ImportRun
from forum.invariants.selectors import breaches
from forum.people.models import Person
from tests.factories import make_member, make_person
from tests.forum.importing.chats import DAY, ZULIP, slack, slack_message, tarred, zipped, zulip_message
from tests.forum.importing.conftest import Import, spoken

State = ImportRun.State
WARD = [
    "1 Ann Ek: **dosage**\n\nThis is 1.",
    "2 Bo Berg: This is 2.",
    "3 Bo Berg: **✔ night shifts**\n\nThis is 3.",
    "4 Cy <2: **dosage**\n\nBo Berg said:\n\n> This is 2.\n\nSo it is.",
]


def counts(run: ImportRun) -> tuple[str, int, int, int, int, int, int]:
    """State, total, done, imported, new rooms, known, skipped."""
    run.refresh_from_db()
    written = (run.imported_count, run.room_count, run.known_count, run.skipped_count)
    return (run.state, run.total, run.done, *written)


@pytest.mark.parametrize("pack", [tarred, zipped])
def test_streams_become_rooms_with_topics_above_what_is_said(
    community: Community, bring_talk_in: Import, pack: Any
) -> None:
    run = bring_talk_in(pack(ZULIP))
    assert (run.format, *counts(run)) == ("zulip", State.FINISHED, 6, 6, 5, 2, 0, 1)
    assert spoken(community) == {"ward-clinic": WARD, "tea": ["1 Cy: **biscuits**\n\nThis is 6."]}
    room = Room.objects.get(slug="ward-clinic")
    assert (room.name, room.kind, room.last_seq) == ("Ward & clinic", Room.Kind.OPENED, 4)
    message = Message.objects.get(room=room, seq=2)
    assert message.created_at == datetime.fromtimestamp(DAY + 2, UTC)
    assert (message.html, message.from_archive) == ("<p>This is 2.</p>", True)
    assert run.skipped == [{"number": "", "headline": "1 message", "reason": "They were deleted there."}]
    assert breaches() == []


def test_everything_goes_into_one_room_where_one_was_chosen(
    community: Community, bring_talk_in: Import
) -> None:
    room = Room.objects.get(community=community)
    run = bring_talk_in(tarred(ZULIP), room=room)
    assert counts(run) == (State.FINISHED, 6, 6, 5, 0, 0, 1)
    assert [line.partition("\n")[0] for line in spoken(community)["room"]] == [
        "1 Ann Ek: **#Ward & clinic › dosage**", "2 Bo Berg: This is 2.",
        "3 Bo Berg: **#Ward & clinic › ✔ night shifts**", "4 Cy <2: **#Ward & clinic › dosage**",
        "5 Cy: **#tea › biscuits**",
    ]  # fmt: skip


def test_a_second_import_adds_nothing_wherever_it_is_to_go(
    community: Community, bring_talk_in: Import
) -> None:
    bring_talk_in(tarred(ZULIP))
    before = (spoken(community), Person.objects.count(), Room.objects.count())
    for room in None, Room.objects.get(community=community, kind="standing"):
        assert counts(bring_talk_in(zipped(ZULIP), room=room)) == (State.FINISHED, 6, 6, 0, 0, 5, 1)
    assert (spoken(community), Person.objects.count(), Room.objects.count()) == before


def test_a_grown_archive_goes_on_in_the_rooms_that_it_has_whatever_they_are_called(
    community: Community, bring_talk_in: Import, steward: Person
) -> None:
    bring_talk_in(tarred(ZULIP))
    describe_room(facilitator=steward, room=Room.objects.get(slug="tea"), name="Coffee")
    grown = ZULIP | {
        "zulip_json/9-tea/biscuits.json": [
            zulip_message(6, by="Cy"),
            zulip_message(
                7, '<p><span class="user-mention">Cy</span> <a href="#narrow/near/6">said</a>:</p>'
            ),
        ]
    }
    assert counts(bring_talk_in(tarred(grown))) == (State.FINISHED, 7, 7, 1, 0, 5, 1)
    assert spoken(community)["tea"] == ["1 Cy: **biscuits**\n\nThis is 6.", "2 Ann Ek <1: Cy said:"]
    assert Message.objects.get(room__slug="tea", seq=2).reply_to == Message.objects.get(
        room__slug="tea", seq=1
    )


def test_what_was_removed_here_does_not_come_back(
    community: Community, bring_talk_in: Import, steward: Person
) -> None:
    bring_talk_in(zipped(ZULIP))
    there = Message.objects.select_related("room__community").get(room__slug="tea")
    take_down_message(moderator=steward, message=there, reason="It names a patient.")
    assert counts(bring_talk_in(zipped(ZULIP)))[3:] == (0, 0, 5, 1)
    assert spoken(community)["tea"] == ["1 Cy: "]


def test_each_portion_is_told_once_and_nobody_is_notified(
    community: Community, bring_talk_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bus.Event] = []
    for kind in HistoryBroughtIn, RoomEventAppended:
        monkeypatch.setitem(bus._inside, kind, [told.append])
    member = make_member(community, make_person("Cy", handle="cy"))
    archive = ZULIP | {
        "zulip_json/9-tea/more.json": [zulip_message(8, "<p>@cy, @<b>cy</b>?</p>", by="Bo Berg")]
    }
    monkeypatch.setattr(talk_plan, "MOST_LINES", 3)
    bring_talk_in(zipped(archive))
    ward, tea = Room.objects.get(slug="ward-clinic"), Room.objects.get(slug="tea")
    assert told == [
        HistoryBroughtIn(ward.pk, 1, 3), HistoryBroughtIn(ward.pk, 4, 4), HistoryBroughtIn(tea.pk, 1, 2),
    ]  # fmt: skip
    Membership.objects.filter(person=member).update(joined_at=datetime.fromtimestamp(DAY, UTC))
    waiting = {own.room.slug: own.unread for own in rooms_in(member, community)}
    assert (MessageMention.objects.count(), waiting) == (0, {"room": 0, "tea": 0, "ward-clinic": 0})
    assert unread_in_rooms(member) == 0
    said = [json.loads(payload) for payload in replay(ward.pk, after=0).payloads]
    assert [(each["seq"], each["kind"], each["at"]) for each in said] == [
        (seq, "said", (DAY + second) * 1000) for seq, second in ((1, 1), (2, 2), (3, 3), (4, 5))
    ]
    last = Message.objects.get(room=ward, seq=4)
    assert said[3]["cid"] == str(last.client_id)
    assert said[3]["d"]["reply_to"] == {"id": last.reply_to_id, "seq": 2}
    assert said[3]["d"]["author"]["name"] == "Cy"


def test_what_is_said_afterwards_is_unread_and_comes_below(
    community: Community, bring_talk_in: Import, steward: Person
) -> None:
    bring_talk_in(zipped(ZULIP))
    room, member = Room.objects.select_related("community").get(slug="tea"), make_member(community)
    send_message(author=make_member(community, make_person("Dee")), room=room, client_id=uuid4(), body="New.")
    waiting = {own.room.slug: own.unread for own in rooms_in(member, community)}
    assert (spoken(community)["tea"][1], unread_in_rooms(member)) == ("2 Dee: New.", 1)
    assert waiting == {"room": 0, "tea": 1, "ward-clinic": 0}


class Interrupted(BaseException):
    """The process dies."""


def test_an_import_that_died_goes_on_exactly_where_it_was(
    community: Community, steward: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk_plan, "MOST_LINES", 2)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(ZULIP))
    run = open_local_talk_import(importer=steward, community=community, room=None, path=path)
    written, calls = talk_portions.write_talk, iter(range(9))

    def dying(**arguments: Any) -> object:
        if next(calls) == 1:
            raise Interrupted
        return written(**arguments)

    monkeypatch.setattr(talk_carrying, "write_talk", dying)
    with pytest.raises(Interrupted):
        carry_out(run_id=run.pk, attempt=1)
    assert counts(run) == (State.RUNNING, 6, 3, 2, 1, 0, 1)
    run = resume_import(moderator=steward, run=run, now=datetime(2090, 1, 1, tzinfo=UTC))
    carry_out(run_id=run.pk, attempt=1)
    assert counts(run)[0] == State.QUEUED
    carry_out(run_id=run.pk, attempt=2)
    assert counts(run) == (State.FINISHED, 6, 6, 5, 2, 0, 1)
    assert spoken(community)["ward-clinic"] == WARD
    assert breaches() == []


def test_an_import_stops_between_portions(
    community: Community, steward: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk_plan, "MOST_LINES", 2)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(ZULIP))
    run = open_local_talk_import(importer=steward, community=community, room=None, path=path)
    written = talk_portions.write_talk

    def stopping(**arguments: Any) -> object:
        result = written(**arguments)
        stop_import(moderator=steward, run=run)
        return result

    monkeypatch.setattr(talk_carrying, "write_talk", stopping)
    carry_out(run_id=run.pk, attempt=1)
    assert counts(run) == (State.STOPPED, 6, 3, 2, 1, 0, 1)


def test_one_message_that_cannot_be_shown_does_not_hold_up_the_others(
    community: Community, bring_talk_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = talk_carrying.words_from_html

    def fragile(html: str) -> Any:
        if "This is 3" in html:
            raise AttributeError("cannot show this")
        return shown(html)

    monkeypatch.setattr(talk_carrying, "words_from_html", fragile)
    run = bring_talk_in(zipped(ZULIP))
    assert counts(run) == (State.FINISHED, 6, 6, 4, 2, 0, 2)
    assert run.skipped[-1]["reason"] == "It could not be stored (AttributeError)."
    monkeypatch.undo()
    assert counts(bring_talk_in(zipped(ZULIP))) == (State.FINISHED, 6, 6, 1, 0, 4, 1)


def test_an_archive_with_more_channels_than_fit_is_refused_before_anything_is_written(
    community: Community, bring_talk_in: Import
) -> None:
    archive = {f"z/{number}-s{number}/t.json": [zulip_message(number)] for number in range(1, 52)}
    run = bring_talk_in(zipped(archive))
    assert (run.state, run.failure) == (
        State.FAILED,
        "This needs 51 more rooms, and a community has at most 50 in use: there is space for 49. Bring the archive "
        "into one room, or close rooms first.",
    )
    assert (ImportedTalk.objects.count(), Room.objects.filter(community=community).count()) == (0, 1)


def test_channels_of_one_address_get_rooms_of_their_own(community: Community, bring_talk_in: Import) -> None:
    archive = {
        "1-meetup/a.json": [zulip_message(1)], "2-meetup-/a.json": [zulip_message(2)],
        "3-.F0.9F.90.99/a.json": [zulip_message(3)], "4-room/a.json": [zulip_message(4)],
    }  # fmt: skip
    bring_talk_in(zipped(archive))
    assert {room.slug: room.name for room in Room.objects.filter(community=community, kind="opened")} == {
        "meetup": "meetup", "meetup-2": "meetup-", "room-2": "🐙", "room-3": "room",
    }  # fmt: skip


def test_moderators_bring_archives_into_rooms_and_facilitators_make_them(
    community: Community, tmp_path: Path
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(ZULIP))
    room = Room.objects.get(community=community)
    facilitator, moderator, member = (
        make_member(community, role=role) for role in (Role.FACILITATOR, Role.MODERATOR, Role.MEMBER)
    )
    closed = open_room(opener=facilitator, community=community, name="Closed")
    close_room(facilitator=facilitator, room=closed)
    asked = {
        (person, where): _verdict(person, community, where, path)
        for person in (facilitator, moderator, member, make_person())
        for where in (None, room)
    }
    assert [sentence == "" for sentence in asked.values()] == [True, True, False, True, *[False] * 4]
    assert asked[moderator, None].startswith("Only facilitators")
    assert asked[member, room] == "Only moderators of the community can do that."
    assert (
        _verdict(facilitator, community, closed, path) == "This room is closed. It can be read, not added to."
    )


def _verdict(person: Person, community: Community, room: Room | None, path: Path) -> str:
    try:
        open_local_talk_import(importer=person, community=community, room=room, path=path)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


def test_a_moderator_who_lost_the_role_cannot_go_on(community: Community, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(ZULIP))
    room = Room.objects.get(community=community)
    run = ImportRun.objects.create(
        community=community, room=room, requested_by=make_member(community), name="a", path=str(path), format="zulip"
    )  # fmt: skip
    carry_out(run_id=run.pk, attempt=run.attempt)
    assert counts(run)[0] == State.FAILED and run.failure == "Only moderators of the community can do that."
    assert spoken(community) == {}


def test_the_command_imports_and_reports(
    community: Community, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.tar.gz"
    path.write_bytes(tarred(ZULIP))
    call_command("import_archive", str(path), "--rooms", community.slug)
    assert capsys.readouterr().out == (
        "6 messages: 5 imported into 2 new rooms, 0 were here before, 1 left out.\n"
        "  1 message: They were deleted there.\n"
    )
    path.write_bytes(zipped(slack(slack_message(1))))
    call_command("import_archive", str(path), "--room", f"{community.slug}/room")
    assert (
        capsys.readouterr().out
        == "1 messages: 1 imported into 0 new rooms, 0 were here before, 0 left out.\n"
    )
    with pytest.raises(CommandError, match="There is no room"):
        call_command("import_archive", str(path), "--room", f"{community.slug}/nowhere")
    with pytest.raises(CommandError, match="There is no community nowhere"):
        call_command("import_archive", str(path), "--rooms", "nowhere")
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="This is not an archive of a chat but a PDF document"):
        call_command("import_archive", str(path), "--rooms", community.slug)
