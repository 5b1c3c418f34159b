"""Sessions that are over, with recaps that wait to be signed, marked by who may read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils import timezone

from forum.communities.models import Role
from forum.core.limits import ASKING, EDITING, SETTING, STARTING
from forum.discussions.models import Board
from forum.gatherings.actions.leading import end_by_itself
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.scheduling import schedule_gathering
from forum.gatherings.models import Gathering, Question
from forum.recaps.actions.carrying import let_question_go_on
from forum.recaps.actions.recaps import RecapWords, keep_recap, sign_recap
from tests.factories.people import refill
from tests.forum.gatherings.meeting import again, when

if TYPE_CHECKING:
    from tests.forum.crawl_addresses import Ask
    from tests.forum.crawl_world import World

# By whoever reads the community; who has signed in, too; who leads its sessions.
SEEN = ("overlive", "signedlive", "recapsigned", "wentonlive")
SEEN_SIGNED_IN = ("waitslive",)
SEEN_BY_HOSTS = ("recaptitle", "recapbody")
ADDRESSES_OF_RECAPS = ("gathering-recap", "gathering-recap-anew", "questions-go-on")


def make_recaps(world: World) -> None:
    """One session that is over in each community, with a question that waits and a recap that was kept."""
    from tests.forum.crawl_world import mark  # the world makes this, and so must be there before

    noon = when((timezone.now() + timedelta(days=9)).date())
    for visibility, community in world.communities.items():
        for limit in (SETTING, ASKING, EDITING, STARTING):
            refill(limit, world.author)
        made = schedule_gathering(
            host=world.author, community=community, when=noon, is_draft=False,
            words={"title": mark("overlive", visibility), "kind": "case", "source": "", "agenda": []},
        )  # fmt: skip
        ask_question(
            asker=world.author, gathering=again(made), words=mark("waitslive", visibility), client_id=uuid4()
        )
        end_by_itself(gathering_id=made.pk, now=timezone.now())
        words = RecapWords(mark("recaptitle", visibility), mark("recapbody", visibility), None, 0)
        keep_recap(host=world.author, gathering=again(made), words=words)
        world.over.append(made)
        _sign_and_carry(world, visibility, made)


def _sign_and_carry(world: World, visibility: str, over: Gathering) -> None:
    """Of another session the recap is signed, and its question goes on: both on a board that every reader reads."""
    from tests.forum.crawl_world import mark  # as above

    made = schedule_gathering(
        host=world.author, community=over.community, is_draft=False,
        when=when((timezone.now() + timedelta(days=10)).date()),
        words={"title": mark("signedlive", visibility), "kind": "case", "source": "", "agenda": []},
    )  # fmt: skip
    question = ask_question(
        asker=world.author, gathering=again(made), words=mark("wentonlive", visibility), client_id=uuid4()
    )
    end_by_itself(gathering_id=made.pk, now=timezone.now())
    board = Board.objects.filter(community=over.community, read_from=0).first()
    assert board is not None
    let_question_go_on(host=world.author, question=question, board=board)
    words = RecapWords(mark("recapsigned", visibility), "Words.", board, 0)
    sign_recap(host=world.author, gathering=again(made), words=words)
    world.over.append(made)


def marks_of_recaps(world: World, role: str, rank: int | None, reads: Any) -> Iterator[str]:
    """What the rules let somebody read of them. The author hosts all."""
    from tests.forum.crawl_world import mark  # as above

    for visibility in world.communities:
        if reads(rank, visibility, 0):
            yield from (mark(kind, visibility) for kind in SEEN)
            if role != "visitor":
                yield from (mark(kind, visibility) for kind in SEEN_SIGNED_IN)
        if (rank or 0) >= Role.FACILITATOR:
            yield from (mark(kind, visibility) for kind in SEEN_BY_HOSTS)


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
