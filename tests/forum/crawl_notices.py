"""Notices of every kind about everything there is, for one person: of what they may not see they must learn nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from forum.communities.models import JoiningRequest
from forum.discussions.models import HeldPost
from forum.gatherings.models import Question
from forum.notifications.kinds import FOLLOWED, KINDS, MENTION, OWN_DECISION, REPLY
from forum.notifications.models import THINGS, Notice
from forum.people.models import Person
from forum.repertoire.models import Quote

if TYPE_CHECKING:
    from tests.forum.crawl_world import World


def tell_of_everything(person: Person, world: World) -> None:
    """Let the person be told of everything, in every kind that can be about it."""
    wanted = []
    for kind in KINDS:
        for thing, about in _things(world, person):
            if thing in _about(kind):
                key = f"{kind}:{thing}:{about.pk}"
                wanted.append(Notice(recipient=person, kind=kind, key=key, **{thing: about}))
    Notice.objects.bulk_create(wanted, ignore_conflicts=True)  # whoever signs in twice was told already


def _about(kind: str) -> str:
    """The thing that a kind is about, by the address to which it leads."""
    if kind in {MENTION, REPLY, FOLLOWED} or kind.startswith(("post-", "topic-", "live-")):
        return "post"
    if kind.startswith("message-"):
        return "message"
    if kind == OWN_DECISION:
        return "appeal"
    found = {
        "words": "held", "report": "case", "case": "case", "profile": "case", "note": "case",
        "proposal": "placement", "own": "placement",
        "carried": "placement", "home": "home_change", "request": "joining",
        "measure": "measure", "appeal": "appeal", "session": "gathering", "part": "joint",
        "question": "question", "quote": "quote",
    }.get(kind.split("-", maxsplit=1)[0])  # fmt: skip
    return found or ("board" if "board" in kind else "community")


def _things(world: World, person: Person) -> Iterator[tuple[str, Any]]:
    for corner in world.corners.values():
        yield "post", corner.post
        yield "board", corner.board
    yield from (("post", post) for post in world.taken_down)
    yield from (("post", topic.posts.get()) for topic in world.removed)
    yield from (("message", message) for message in world.messages)
    for author in (world.insider, person):
        yield from (("held", held) for held in HeldPost.objects.filter(author=author)[:4])
    yield from (("case", case) for case in world.cases)
    yield from (("placement", placement) for placement in world.carried)
    yield from (("home_change", change) for change in world.homes)
    yield from (("gathering", gathering) for gathering in world.sessions)
    yield from (("question", question) for question in Question.objects.all())
    yield from (("joint", joint) for joint in world.parts)
    yield from (("quote", quote) for quote in Quote.objects.order_by("pk"))
    for appeal in world.appeals:
        yield "appeal", appeal
        if appeal.measure is not None:
            yield "measure", appeal.measure
    for community in world.communities.values():
        request = JoiningRequest.objects.create(
            person=person, community=community, state="accepted", decided_at=timezone.now()
        )
        yield "joining", request
        yield "community", community


assert {_about(kind) for kind in KINDS} == {*THINGS}
