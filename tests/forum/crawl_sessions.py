"""Live sessions of every community, which carry a mark of who may see them; and how their addresses are asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils import timezone

from forum.chat.actions.sending import send_message
from forum.chat.selectors.rooms import room_with_community
from forum.communities.models import Role
from forum.gatherings.actions.answering import decline_question
from forum.gatherings.actions.calendars import open_calendar
from forum.gatherings.actions.hours import When
from forum.gatherings.actions.polls import open_poll, prepare_poll
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.scheduling import cancel_gathering, schedule_gathering
from forum.gatherings.models import CalendarKey, Gathering, Hand, Joint, Material, Poll, Question
from forum.gatherings.selectors.calendars import word_of
from forum.gatherings.selectors.gatherings import with_all

if TYPE_CHECKING:
    from tests.forum.crawl_addresses import Ask
    from tests.forum.crawl_world import World

# By whoever reads the community; and by who prepares its sessions.
SEEN_OF_SESSIONS = ("session", "sessionwords", "part", "reading", "cancelledwhy")
SAID_IN_SESSIONS = ("saidlive", "askedlive", "declinedlive", "polled")  # and has signed in
SEEN_BY_HOSTS = ("drafted", "together", "pollready")


def make_sessions(world: World) -> None:
    """One that is announced, one that was cancelled and a draft of each community; the hidden one takes part in that of
    the open one, and the open one in one of the hidden community.
    """
    from tests.forum.crawl_world import mark  # the world makes sessions, and so must be there before

    when = When(day=(timezone.now() + timedelta(days=9)).date(), hour=_noon(), minutes=60, zone="UTC")
    for visibility, community in world.communities.items():
        words = {
            "title": mark("session", visibility), "kind": "case", "source": mark("sessionwords", visibility),
            "agenda": [{"minutes": 5, "words": mark("part", visibility)}],
            "video_url": f"https://video.example/{mark('video', visibility)}",
        }  # fmt: skip
        given: dict[str, Any] = {"host": world.author, "community": community, "when": when}
        announced = schedule_gathering(**given, words=words, is_draft=False)
        Material.objects.create(
            gathering=announced, title=mark("reading", visibility), url="https://example.org/x"
        )
        _say_there(world, announced, mark("saidlive", visibility))
        asked = ask_question(
            asker=world.author,
            gathering=announced,
            words=mark("askedlive", visibility),
            client_id=uuid4(),
        )
        decline_question(
            host=world.author, question=asked, seen="open", reason=mark("declinedlive", visibility)
        )
        Hand.objects.create(gathering=announced, person=world.author)
        for kind in ("polled", "pollready"):
            poll = prepare_poll(
                host=world.author,
                gathering=announced,
                kind="single",
                words=mark(kind, visibility),
                options=["Yes", "No"],
                client_id=uuid4(),
            )
            if kind == "polled":
                open_poll(host=world.author, poll=poll)
        cancelled = schedule_gathering(**given, words=words, is_draft=False)
        cancel_gathering(host=world.author, gathering=_fresh(cancelled), why=mark("cancelledwhy", visibility))
        draft = schedule_gathering(
            **given, words=words | {"title": mark("drafted", visibility)}, is_draft=True
        )
        world.sessions += [announced, cancelled, draft]
        other = world.communities["hidden" if visibility == "open" else "open"]
        world.parts.append(
            Joint.objects.create(gathering=announced, community=other, note=mark("together", visibility))
        )
    for person in (world.author, world.insider):
        for place in (None, world.communities["hidden"]):
            world.calendars.append(open_calendar(person=person, community=place))


def _say_there(world: World, gathering: Gathering, words: str) -> None:
    room = room_with_community(_fresh(gathering).room_id or 0)
    assert room is not None
    send_message(author=world.author, room=room, client_id=uuid4(), body=words)


def _noon() -> Any:
    return (timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)).time()


def _fresh(gathering: Gathering) -> Gathering:
    return with_all(Gathering.objects.all()).get(pk=gathering.pk)


def marks_of_sessions(world: World, role: str, rank: int | None, reads: Any) -> Iterator[str]:
    """What the rules let somebody see of them. The author hosts all, and so prepares them."""
    from tests.forum.crawl_world import mark  # as above

    for visibility in world.communities:
        if reads(rank, visibility, 0):
            yield from (mark(kind, visibility) for kind in SEEN_OF_SESSIONS)
            if role != "visitor":
                yield from (mark(kind, visibility) for kind in SAID_IN_SESSIONS)
        if (rank or 0) >= Role.FACILITATOR:
            yield from (mark(kind, visibility) for kind in (*SEEN_BY_HOSTS, "video"))


def asks_of_sessions(name: str, world: World) -> list[Ask]:
    """How each address of sessions is asked."""
    from tests.forum.crawl_addresses import Ask  # it asks this module in turn

    form = {"title": "Session", "kind": "case", "day": "2030-01-01", "hour": "12:00", "minutes": "60", "zone": "UTC",
            "why": "No.", "pasted": "10.1000/xyz", "note": "Come.", "agree": "1",
            "phase": "0", "seen": "1", "words": "Now.",
            "question": "How?", "nameless": "yes",
            "choice": "0", "options": "a\nb"}  # fmt: skip
    if name in {"joint", "joint-end"}:
        return [Ask({"joint_id": row.pk}, form=form) for row in world.parts]
    if name.startswith("question-") and name != "question-ask":
        asked = Question.objects.order_by("pk")
        return [Ask({"gathering_id": row.gathering_id, "question_id": row.pk}, form=form) for row in asked]
    if name in {"hand-call", "hand-skip"}:
        return [
            Ask({"gathering_id": row.gathering_id, "hand_id": row.pk}) for row in Hand.objects.order_by("pk")
        ]
    if name.startswith("poll-") and name != "poll-prepare":
        polls = Poll.objects.order_by("pk")
        return [Ask({"gathering_id": row.gathering_id, "poll_id": row.pk}, form=form) for row in polls]
    if name == "material-remove":
        rows = Material.objects.order_by("pk")
        return [Ask({"gathering_id": row.gathering_id, "material_id": row.pk}) for row in rows]
    if name == "calendar-end":
        return [Ask({"key_id": row.pk}) for row in world.calendars]
    if name == "calendar-feed":
        return [Ask({"word": word_of(row)}) for row in CalendarKey.objects.filter(person=world.insider)]
    if name == "gathering":
        return [Ask({"gathering_id": row.pk, "slug": row.slug}) for row in world.sessions]
    return [Ask({"gathering_id": row.pk}, form=form) for row in world.sessions]
