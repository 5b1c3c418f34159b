"""What is said, asked and polled in live sessions, marked by who may read it; and how their addresses are asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from forum.chat.actions.sending import send_message
from forum.chat.selectors.rooms import room_with_community
from forum.communities.models import Role
from forum.gatherings.actions.answering import decline_question
from forum.gatherings.actions.polls import open_poll, prepare_poll
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.taking_down import take_question_down
from forum.gatherings.models import Gathering, Hand, Poll, Question
from forum.gatherings.selectors.gatherings import with_all
from forum.moderation.models import Appeal, Case, Report

if TYPE_CHECKING:
    from tests.forum.crawl_addresses import Ask
    from tests.forum.crawl_world import World

SAID_IN_SESSIONS = ("saidlive", "askedlive", "declinedlive", "polled")  # for who reads it and has signed in
OF_SESSIONS = (
    *(
        "gathering-start",
        "gathering-end",
        "gathering-phase",
        "gathering-say-to-all",
        "gathering-say-no-more",
        "gathering-pace",
        "gathering-window",
    ),
    *("question-ask", "questions-nameless", "poll-prepare", "hand-up", "hand-down", "hands-down"),
    "questions-removed",
)
OF_QUESTIONS = (
    *("question-vote", "question-vote-remove", "question-take-up", "question-put-back", "question-answer"),
    "question-take-apart",
    *("question-decline", "question-merge", "question-pin", "question-unpin", "question-take-away"),
    *("question-report", "question-purge"),
    *("question-removal", "question-restore", "question-forget", "question-removal-appeal"),
)
OF_POLLS = (
    "poll-answer",
    "poll-open",
    "poll-close",
    "poll-show",
    "poll-hide",
    "poll-take-away",
    "poll-words-take-out",
)
OF_HANDS = ("hand-call", "hand-skip")
ADDRESSES_OF_LIVE = (*OF_SESSIONS, *OF_QUESTIONS, *OF_POLLS, *OF_HANDS)
# None of the sessions is live, and the author has asked all that is asked, which waits for no answer any more.
REFUSED_BEFORE_COUNTED = (
    *(
        "gathering-start",
        "gathering-end",
        "gathering-phase",
        "gathering-say-to-all",
        "gathering-say-no-more",
        "gathering-pace",
        "gathering-window",
    ),
    *("question-vote", "question-vote-remove", "hand-up", "hands-down", "hand-call", "hand-skip"),
)


def make_live(world: World) -> None:
    """In each announced session something is said, asked and declined, polled, and prepared."""
    from tests.forum.crawl_world import mark  # the world makes this, and so must be there before

    for visibility, community in world.communities.items():
        rows = with_all(Gathering.objects.filter(community=community, state="scheduled", series=None))
        announced, host = rows.get(), world.author
        room = room_with_community(announced.room_id or 0)
        assert room is not None
        send_message(author=host, room=room, client_id=uuid4(), body=mark("saidlive", visibility))
        asked = ask_question(
            asker=host, gathering=announced, words=mark("askedlive", visibility), client_id=uuid4()
        )
        decline_question(host=host, question=asked, seen="open", reason=mark("declinedlive", visibility))
        case = Case.objects.create(question=asked)
        Report.objects.create(
            case=case, reporter=world.insider, reason="other", words=mark("askedwhy", visibility)
        )
        world.cases.append(case)
        _remove_question(world, announced, visibility)
        Hand.objects.create(gathering=announced, person=host)
        for kind in ("polled", "pollready"):
            poll = prepare_poll(
                host=host, gathering=announced, kind="single", words=mark(kind, visibility), options=["Yes", "No"],
                client_id=uuid4(),
            )  # fmt: skip
            if kind == "polled":
                open_poll(host=host, poll=poll)


def _remove_question(world: World, announced: Gathering, visibility: str) -> None:
    """What somebody asked is removed, and they ask others to look at that again."""
    from tests.forum.crawl_world import mark  # as above

    words, why = mark("askedgone", visibility), mark("askedgonewhy", visibility)
    gone = ask_question(asker=world.insider, gathering=announced, words=words, client_id=uuid4())
    gone = take_question_down(moderator=world.author, question=gone, reason=why)
    plea, since = mark("askedplea", visibility), gone.removal.removed_at
    asked = {"question": gone, "removed_at": since, "decided_first_by": world.author, "words": plea}
    world.appeals.append(Appeal.objects.create(person=world.insider, **asked))


def marks_of_live(world: World, role: str, rank: int | None, reads: Any) -> Iterator[str]:
    """What the rules let somebody read of them."""
    from tests.forum.crawl_world import mark  # as above

    for visibility in world.communities:
        if role != "visitor" and reads(rank, visibility, 0):
            yield from (mark(kind, visibility) for kind in SAID_IN_SESSIONS)
        if (rank or 0) >= Role.MODERATOR and role != "author":  # nobody is shown what others reported of them
            yield mark("askedwhy", visibility)
        if (rank or 0) >= Role.MODERATOR:
            yield from (mark(kind, visibility) for kind in ("askedgone", "askedgonewhy", "askedplea"))
        if (rank or 0) >= Role.FACILITATOR:
            yield mark("pollready", visibility)


def asks_of_live(name: str, world: World) -> list[Ask]:
    """How each address is asked."""
    from tests.forum.crawl_addresses import Ask  # it asks this module in turn

    form = {"phase": "0", "seen": "1", "words": "Now.", "question": "How?", "choice": "0", "kind": "single",
            "options": "a\nb", "reason": "No.", "into": "1"}  # fmt: skip
    form |= {"pace": "slow", "window": "24"}
    if name == "questions-nameless":
        form["nameless"] = "yes"
    if name == "question-removal-appeal":
        form["words"] = "No."
    if name == "question-report":
        form["reason"] = "spam"
    if name == "question-purge":
        form["why"] = "patient"
    if name in OF_SESSIONS:
        return [Ask({"gathering_id": row.pk}, form=form) for row in world.sessions]
    key, rows = {
        OF_QUESTIONS: ("question_id", Question.objects), OF_POLLS: ("poll_id", Poll.objects),
        OF_HANDS: ("hand_id", Hand.objects),
    }[next(each for each in (OF_QUESTIONS, OF_POLLS, OF_HANDS) if name in each)]  # fmt: skip
    found: Any = rows.order_by("pk")
    return [Ask({"gathering_id": row.gathering_id, key: row.pk}, form=form) for row in found]
