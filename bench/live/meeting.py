"""A live session of a thousand: people talk, and hundreds of votes a second come beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench.live.climbing import Reached, Speaker, speaking, step
from bench.live.crowd import Crowd
from bench.live.peers import Peer, weft
from bench.live.scenes import OUR_EVENT, WRITERS, coming_in
from bench.live.world import World, empty_rooms

MESSAGES, VOTES = 10.0, 200.0  # a second
SECONDS = 10.0
QUESTIONS = 25


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a session carried: the talk without votes, and with them; votes that were cast a second, and how often their
    sums were told; what part of a processor the server took in either case.
    """

    sockets: int
    alone: Reached
    beside: Reached
    votes: float
    sums: int
    alone_share: float
    beside_share: float


def session(world: World, sockets: int) -> Meeting:
    """The talk of a session, first alone, then beside votes. Raises RuntimeError where a vote was refused."""
    empty_rooms()
    gathering_id, room_id = _begun(world)
    with weft() as peer:
        asked: dict[str, Any] = {"kind": "weft", "ports": peer.ports, "path": "/ws/", "rooms": [room_id],
                                 "cookies": world.cookies[-WRITERS:]}  # fmt: skip
        crowd = coming_in(Crowd(OUR_EVENT, is_weft=True, tells_sums=True), world, peer, [room_id] * sockets)
        with speaking(asked) as speaker, _voting(gathering_id, sockets) as voter:  # nobody who speaks beats
            step(crowd, speaker, peer, hearers=sockets, rate=MESSAGES)
            alone, alone_share = _spoken(crowd, speaker, peer, sockets)
            before = crowd.sums
            voter.begin(VOTES, SECONDS)
            beside, beside_share = _spoken(crowd, speaker, peer, sockets)
            cast, took, refused = voter.done()
            sums = (crowd.sums - before) // sockets
            crowd.go()
    if refused or not sums:
        raise RuntimeError(f"{refused} of {cast} votes were refused; sums were told {sums} times.")
    return Meeting(sockets, alone, beside, cast / took, sums, alone_share, beside_share)


def _spoken(crowd: Crowd, speaker: Speaker, peer: Peer, sockets: int) -> tuple[Reached, float]:
    before = peer.seconds()
    reached = step(crowd, speaker, peer, hearers=sockets, rate=MESSAGES, seconds=SECONDS)
    return reached, (peer.seconds() - before) / SECONDS


@contextmanager
def _voting(gathering_id: int, people: int) -> Iterator[Speaker]:
    """A process that votes, until the end of the block."""
    from forum.people.models import Person

    keys = list(Person.objects.order_by("pk").values_list("pk", flat=True)[1 : people + 1])
    voter = Speaker({"gathering": gathering_id, "people": keys}, module="bench.live.voter")
    try:
        yield voter
    finally:
        voter.end()


def _begun(world: World) -> tuple[int, int]:
    """A session of the community that goes on, with questions: its id, and that of its room."""
    from uuid import uuid4

    from django.utils import timezone

    from forum.chat.models import Room
    from forum.communities.models import Membership, Role
    from forum.gatherings.actions.hours import When
    from forum.gatherings.actions.leading import start_gathering
    from forum.gatherings.actions.scheduling import schedule_gathering
    from forum.gatherings.models import Question

    community = Room.objects.select_related("community").get(pk=world.rooms[0]).community
    assert community is not None
    membership = Membership.objects.filter(community=community).order_by("person").select_related("person")[0]
    Membership.objects.filter(pk=membership.pk).update(role=Role.FACILITATOR)
    host, now = membership.person, timezone.now()
    hour = (now + timedelta(minutes=10)).replace(second=0, microsecond=0)
    gathering = schedule_gathering(
        host=host, community=community, is_draft=False,
        when=When(day=hour.date(), hour=hour.time().replace(tzinfo=None), minutes=240, zone="UTC"),
        words={"title": "All of us", "kind": "free", "source": "", "agenda": []},
    )  # fmt: skip
    start_gathering(host=host, gathering=gathering)
    Question.objects.bulk_create(
        Question(gathering=gathering, asker=host, client_id=uuid4(), words=f"Question {number}?")
        for number in range(QUESTIONS)
    )
    gathering.refresh_from_db()
    assert gathering.room_id is not None
    return gathering.pk, gathering.room_id
