"""Saying things in rooms: once each, in one order, by who may."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from forum.chat.actions import rooms
from forum.chat.actions.direct import block_person, open_direct_room, unblock_person
from forum.chat.actions.history import HistoryLine, Words, bring_history_in
from forum.chat.actions.messages import edit_message, pin_message, remove_message, unpin_message
from forum.chat.actions.reactions import react_to_message, take_reaction_back
from forum.chat.actions.reading import read_room
from forum.chat.actions.rooms import close_room, describe_room, open_room, reopen_room
from forum.chat.actions.sending import send_message
from forum.chat.models import Block, Message, Room, RoomEvent
from forum.chat.models.messages import MAX_LENGTH
from forum.chat.selectors import log
from forum.chat.selectors.log import head_of, replay
from forum.chat.selectors.messages import found_in, latest_messages, pinned_in
from forum.chat.selectors.own_rooms import rooms_in
from forum.chat.selectors.reading import read_up_to
from forum.chat.selectors.rooms import rooms_read_by
from forum.communities.models import Community, Role
from forum.core.editions import ChangedMeanwhile
from forum.core.verdicts import Invalid, Refused, TooMany
from forum.people.models import Person
from tests.factories import expel, make_community, make_member, make_person, make_steward, mute, suspend

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return make_community(visibility="private")


@pytest.fixture
def room(community: Community) -> Room:
    return Room.objects.select_related("community").get(community=community)


@pytest.fixture
def ada(community: Community) -> Person:
    return make_member(community, make_person("Ada", handle="ada"))


def say(author: Person, room: Room, body: str = "Good morning.", **fields: object) -> Message:
    return send_message(author=author, room=room, client_id=uuid4(), body=body, **fields)  # type: ignore[arg-type]


def log_of(room: Room) -> list[tuple[int, str]]:
    return [(each["seq"], each["kind"]) for each in map(json.loads, replay(room.pk, after=0).payloads)]


def test_every_community_has_a_room_from_the_first_moment(room: Room) -> None:
    assert (room.kind, room.slug, room.last_seq) == (Room.Kind.STANDING, "room", 0)


def test_what_is_said_is_numbered_and_told_as_it_is_shown(room: Room, ada: Person) -> None:
    first = say(ada, room, "Who is *awake*?")
    second = say(ada, room, "Me.", reply_to=first.pk)
    assert [first.seq, second.seq, log_of(room)] == [1, 2, [(1, "said"), (2, "said")]]
    said = json.loads(replay(room.pk, after=1).payloads[0])
    assert (said["t"], said["by"], said["cid"], said["d"]["html"].strip(), said["d"]["reply_to"]) == (
        "ev", ada.pk, str(second.client_id), "<p>Me.</p>", {"id": first.pk, "seq": 1},
    )  # fmt: skip
    assert [message.pk for message in latest_messages(room).messages] == [first.pk, second.pk]


def test_the_same_name_for_a_message_makes_one(room: Room, ada: Person) -> None:
    name = uuid4()
    sent = [send_message(author=ada, room=room, client_id=name, body=words) for words in ("Once.", "Twice?")]
    assert (sent[0].pk, sent[1].source, log_of(room)) == (sent[1].pk, "Once.", [(1, "said")])
    other = open_room(
        opener=make_member(room.community, role=Role.FACILITATOR), community=room.community, name="Two"
    )
    with pytest.raises(Refused, match="sent to another room"):
        send_message(author=ada, room=other, client_id=name, body="Elsewhere.")


@pytest.mark.parametrize("body", ["", " \n\x00 ", "x" * (MAX_LENGTH + 1)])
def test_what_is_no_message_is_refused_and_takes_no_number(room: Room, ada: Person, body: str) -> None:
    with pytest.raises(Invalid):
        say(ada, room, body)
    room.refresh_from_db()
    assert (room.last_seq, log_of(room)) == (0, [])


def test_who_may_not_write_reads_why(room: Room, ada: Person) -> None:
    community = room.community
    assert community is not None
    guest, muted, suspended = (
        make_member(community, role=role) for role in (Role.GUEST, Role.MEMBER, Role.MEMBER)
    )
    mute(muted, community), suspend(suspended, community)
    for person, sentence in (
        (guest, "Only members of"), (muted, "You are muted"),
        (suspended, "no such room"), (make_person(), "no such room"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            say(person, room)
    expel(ada, community)
    with pytest.raises(Refused, match="no such room"):
        say(ada, room)
    assert log_of(room) == []


def test_other_words_keep_the_old_ones_and_the_first_editor_wins(room: Room, ada: Person) -> None:
    message = say(ada, room, "Frist.")
    edited = edit_message(editor=ada, message=message, body="First.", revision=1)
    assert (edited.revision, edited.revisions.get().source, log_of(room)[-1]) == (2, "Frist.", (2, "edited"))
    said = [json.loads(each)["d"]["html"].strip() for each in replay(room.pk, after=0).payloads]
    assert said == ["<p>First.</p>", "<p>First.</p>"]  # what it said before is nobody else's
    with pytest.raises(ChangedMeanwhile):
        edit_message(editor=ada, message=message, body="Other.", revision=1)
    with pytest.raises(Refused, match="Only its author"):
        edit_message(editor=make_steward(), message=message, body="Mine.", revision=2)


def test_a_removed_message_leaves_its_place_and_no_word_anywhere(room: Room, ada: Person) -> None:
    message = say(ada, room, "Names somebody called Secret.")
    edit_message(editor=ada, message=message, body="Names Secret still.", revision=1)
    react_to_message(person=ada, message=message, kind="thanks")
    with pytest.raises(Refused, match="Only its author"):
        remove_message(remover=make_member(room.community, role=Role.MODERATOR), message=message)
    gone = remove_message(remover=ada, message=message)
    assert (gone.source, gone.html, gone.revisions.count(), gone.reactions.count()) == ("", "", 0, 0)
    assert b"Secret" not in b"".join(replay(room.pk, after=0).payloads)
    assert [kind for _seq, kind in log_of(room)] == ["said", "edited", "reacted", "removed"]
    assert found_in(room, "secret") == []
    with pytest.raises(Refused, match="was removed"):
        edit_message(editor=ada, message=message, body="Back.", revision=2)


def test_reactions_are_counted_once_each(room: Room, ada: Person) -> None:
    message, guest = say(ada, room), make_member(room.community, role=Role.GUEST)
    for person in (ada, guest, guest):
        message = react_to_message(person=person, message=message, kind="thanks")
    assert message.reaction_counts == {"thanks": 2}
    assert take_reaction_back(person=guest, message=message, kind="thanks").reaction_counts == {"thanks": 1}
    with pytest.raises(Invalid):
        react_to_message(person=ada, message=message, kind="nonsense")


def test_moderators_keep_messages_in_view(room: Room, ada: Person) -> None:
    message, moderator = say(ada, room), make_member(room.community, role=Role.MODERATOR)
    with pytest.raises(Refused):
        pin_message(moderator=ada, message=message)
    pin_message(moderator=moderator, message=message), pin_message(moderator=moderator, message=message)
    assert [each.pk for each in pinned_in(room)] == [message.pk]
    unpin_message(moderator=moderator, message=message)
    assert (pinned_in(room), [kind for _seq, kind in log_of(room)]) == ([], ["said", "pinned", "unpinned"])


def test_slow_mode_counts_for_all_but_moderators(room: Room, ada: Person) -> None:
    facilitator, now = make_member(room.community, role=Role.FACILITATOR), timezone.now()
    describe_room(facilitator=facilitator, room=room, slow_seconds=30)
    say(ada, room, now=now), say(facilitator, room, now=now), say(facilitator, room, now=now)
    with pytest.raises(TooMany, match=r"in 2[01] seconds"):
        say(ada, room, now=now + timedelta(seconds=10))
    say(ada, room, now=now + timedelta(seconds=30))


def test_slow_mode_goes_by_what_was_said_here_and_not_by_an_archive(room: Room, ada: Person) -> None:
    facilitator, now = make_member(room.community, role=Role.FACILITATOR), timezone.now()
    describe_room(facilitator=facilitator, room=room, slow_seconds=30)
    said = timezone.now() - timedelta(days=400)
    line = HistoryLine("1", uuid4(), ada, Words("Old.", "<p>Old.</p>"), said)
    say(ada, room, now=now)
    bring_history_in(importer=facilitator, room=room, lines=[line])
    with pytest.raises(TooMany, match="slow mode"):
        say(ada, room, now=now + timedelta(seconds=10))


def test_a_closed_room_is_read_and_not_added_to(room: Room, ada: Person) -> None:
    facilitator = make_member(room.community, role=Role.FACILITATOR)
    with pytest.raises(Refused, match="closes with the community"):
        close_room(facilitator=facilitator, room=room)
    other = open_room(opener=facilitator, community=room.community, name="Journal club")
    say(ada, other)
    close_room(facilitator=facilitator, room=other)
    other.refresh_from_db()
    with pytest.raises(Refused, match="This room is closed"):
        say(ada, other)
    assert other in rooms_read_by(ada)
    with pytest.raises(Refused, match="Only facilitators"):
        open_room(opener=ada, community=room.community, name="Mine")
    with pytest.raises(Refused, match="Only facilitators"):
        reopen_room(facilitator=ada, room=other)


def test_a_name_comes_back_and_rooms_in_use_stay_bounded(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    facilitator = make_member(room.community, role=Role.FACILITATOR)
    first = open_room(opener=facilitator, community=room.community, name="Journal club")
    with pytest.raises(ValidationError, match="already"):
        open_room(opener=facilitator, community=room.community, name="Journal Club")
    close_room(facilitator=facilitator, room=first)
    second = open_room(opener=facilitator, community=room.community, name="Journal club")
    assert (first.slug, second.slug) == ("journal-club", "journal-club-2")
    monkeypatch.setattr(rooms, "MOST_ROOMS", 2)
    for act in (
        partial(reopen_room, room=first),
        lambda facilitator: open_room(opener=facilitator, community=room.community, name="A third"),
    ):
        with pytest.raises(Refused, match="at most 2 rooms in use"):
            act(facilitator=facilitator)
    reopen_room(facilitator=facilitator, room=second)  # it is open: nothing changes
    close_room(facilitator=facilitator, room=second)
    assert reopen_room(facilitator=facilitator, room=first).archived_at is None


def test_two_talk_alone_until_one_blocks_the_other(community: Community, ada: Person) -> None:
    bea, steward = make_member(community), make_steward()
    room = open_direct_room(person=ada, other=bea)
    assert open_direct_room(person=bea, other=ada) == room
    say(ada, room, "Between us.")
    assert [room in rooms_read_by(person) for person in (ada, bea, steward, make_member(community))] == [
        True, True, False, False,
    ]  # fmt: skip
    with pytest.raises(Refused, match="no such room"):
        say(steward, room)
    block_person(person=bea, blocked=ada)
    for person in (ada, bea):
        with pytest.raises(Refused, match="Nothing can be sent"):
            say(person, room)
    unblock_person(person=bea, blocked=ada)
    say(ada, room)
    with pytest.raises(Refused, match="share a community"):
        open_direct_room(person=ada, other=make_person())


def test_who_is_blocked_reaches_nobody_by_small_acts_either(community: Community, ada: Person) -> None:
    bea = make_member(community)
    room = open_direct_room(person=ada, other=bea)
    message = say(ada, room, "Between us.")
    pin_message(moderator=bea, message=message)
    react_to_message(person=bea, message=message, kind="thanks")
    block_person(person=bea, blocked=ada)
    head = head_of(room.pk)
    for act in (
        partial(react_to_message, person=ada, kind="insight"),
        partial(take_reaction_back, person=bea, kind="thanks"),
        partial(pin_message, moderator=ada),
        partial(unpin_message, moderator=ada),
    ):
        with pytest.raises(Refused, match="Nothing can be sent"):
            act(message=message)
    assert head_of(room.pk) == head
    remove_message(remover=ada, message=message)
    assert head_of(room.pk) == head + 1


def test_nobody_blocks_themselves(ada: Person) -> None:
    with pytest.raises(Refused, match="This is you"):
        block_person(person=ada, blocked=ada)
    assert Block.objects.count() == 0


def test_how_far_one_has_read_never_goes_back(room: Room, ada: Person) -> None:
    bea = make_member(room.community)
    for _ in range(3):
        say(bea, room)
    community = room.community
    assert community is not None

    def how_far() -> tuple[int, list[int]]:
        return read_up_to(ada, room), [own.unread for own in rooms_in(ada, community)]

    assert how_far() == (0, [3])
    for seq, kept, unread in ((2, 2, 1), (1, 2, 1), (99, 3, 0)):
        read_room(reader=ada, room=room, seq=seq)
        assert how_far() == (kept, [unread])


def test_the_log_goes_on_where_a_replay_ended(room: Room, ada: Person) -> None:
    for _ in range(5):
        say(ada, room)
    first = replay(room.pk, after=0, most=3)
    rest = replay(room.pk, after=3, most=3)
    seqs = [json.loads(each)["seq"] for each in (*first.payloads, *rest.payloads)]
    assert (seqs, first.has_more, rest.has_more, rest.head) == ([1, 2, 3, 4, 5], True, False, 5)
    assert RoomEvent.objects.filter(room=room).count() == 5


def test_a_replay_ends_before_it_grows_heavy(
    room: Room, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body in ("Short.", "Long. " * 1000, "Longer. " * 900, "Short."):
        say(ada, room, body)
    monkeypatch.setattr(log, "MOST_BYTES", 5_000)
    parts, after = [], 0
    while len(parts) < 9 and (part := replay(room.pk, after=after)).payloads:
        parts.append((len(part.payloads), part.has_more))
        after += len(part.payloads)
    assert (parts, after) == ([(2, True), (1, True), (1, False)], 4)
    monkeypatch.setattr(log, "_STEP", 2)
    assert [replay(room.pk, after=0, most=most).has_more for most in (1, 2)] == [True, True]
    monkeypatch.setattr(log, "MOST_BYTES", 1_000_000)
    assert len(replay(room.pk, after=0).payloads) == 4
