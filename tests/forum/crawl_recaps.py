"""Sessions that are over, with recaps that wait to be signed, marked by who may read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils import timezone

from forum.communities.models import Role
from forum.discussions.models import Board
from forum.gatherings.actions.hours import When
from forum.gatherings.actions.leading import end_by_itself
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.scheduling import schedule_gathering
from forum.gatherings.models import Gathering, Question
from forum.gatherings.selectors.gatherings import with_all
from forum.recaps.actions.recaps import Words, keep_recap

if TYPE_CHECKING:
    from tests.forum.crawl_addresses import Ask
    from tests.forum.crawl_world import World

ADDRESSES_OF_RECAPS = ("gathering-recap", "gathering-recap-anew", "questions-go-on")


def make_recaps(world: World) -> None:
    """One session that is over in each community, with a question that waits and a recap that was kept."""
    from tests.forum.crawl_world import mark  # the world makes this, and so must be there before

    when = When(day=(timezone.now() + timedelta(days=9)).date(), hour=_noon(), minutes=60, zone="UTC")
    for visibility, community in world.communities.items():
        made = schedule_gathering(
            host=world.author, community=community, when=when, is_draft=False,
            words={"title": mark("overlive", visibility), "kind": "case", "source": "", "agenda": []},
        )  # fmt: skip
        ask_question(
            asker=world.author, gathering=_fresh(made), words=mark("waitslive", visibility), client_id=uuid4()
        )
        end_by_itself(gathering_id=made.pk, now=timezone.now())
        words = Words(mark("recaptitle", visibility), mark("recapbody", visibility), None, 0)
        keep_recap(host=world.author, gathering=_fresh(made), words=words)
        world.over.append(made)


def _noon() -> Any:
    return timezone.now().replace(hour=12, minute=0, second=0, microsecond=0).time()


def _fresh(gathering: Gathering) -> Gathering:
    return with_all(Gathering.objects.all()).get(pk=gathering.pk)


def marks_of_recaps(world: World, role: str, rank: int | None, reads: Any) -> Iterator[str]:
    """What the rules let somebody read of them. The author hosts all."""
    from tests.forum.crawl_world import mark  # as above

    for visibility in world.communities:
        if reads(rank, visibility, 0):
            yield mark("overlive", visibility)
            if role != "visitor":
                yield mark("waitslive", visibility)
        if (rank or 0) >= Role.FACILITATOR:
            yield from (mark(kind, visibility) for kind in ("recaptitle", "recapbody"))


def asks_of_recaps(name: str, world: World) -> list[Ask]:
    """How each address is asked, of these sessions and of those that are not over."""
    from tests.forum.crawl_addresses import Ask  # it asks this module in turn

    found = []
    for session in (*world.over, *world.sessions):
        board = Board.objects.filter(community=session.community_id, start_from__lte=Role.MEMBER).first()
        question = Question.objects.filter(gathering=session).first()
        form: dict[str, Any] = {
            "title": "Recap",
            "body": "Words.",
            "seen": "1",
            "board": board.pk if board else "",
        }
        found.append(
            Ask({"gathering_id": session.pk}, form=form | {"questions": question.pk if question else ""})
        )
    return found
