"""What people do in a live session while it goes on: leading it, and talking there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from forum.chat.actions.highlighting import highlight_message
from forum.chat.models import Message
from forum.communities.models import Role
from forum.gatherings.actions.answering import merge_question
from forum.gatherings.actions.hands import raise_hand
from forum.gatherings.actions.leading import end_gathering
from forum.gatherings.actions.polls import answer_poll, open_poll, prepare_poll
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.taking_down import take_question_down
from forum.gatherings.models import Gathering, Hand, Poll, Question
from forum.moderation.models import Appeal, Case, Report
from tests.factories import make_community, make_member
from tests.forum.gatherings.going_on import begun, joined, near, said
from tests.rights.acts import doing, opening
from tests.rights.places import Place
from tests.rights.roles import GUEST, belongs, moderates, nobody, reads_signed_in, shapes, speaks


def _near(place: Place) -> None:
    near(place.facilitator, place.community)


def _begun(place: Place) -> None:
    begun(place.facilitator, place.community)


def _begun_elsewhere(place: Place) -> None:
    other = make_community(visibility="hidden")
    joined(begun(other.memberships.get().person, other), place.community)


def _over(place: Place) -> None:
    end_gathering(host=place.facilitator, gathering=begun(place.facilitator, place.community))


def _session(_place: Place) -> list[Any]:
    return [Gathering.objects.get().pk]


def _room(_place: Place) -> list[Any]:
    return [Gathering.objects.get().room_id]


def _words(_place: Place) -> dict[str, str]:
    return {"text": "Words.", "words": "Words.", "client_id": str(uuid4())}


def _next(_place: Place) -> dict[str, str]:
    return {"phase": "0", "minutes": "5", "seen": "1"}


def _pace(_place: Place) -> dict[str, str]:
    return {"pace": "slow", "seen": "1"}


def _window(_place: Place) -> dict[str, str]:
    return {"window": "24", "seen": "2"}


def takes_part(role: str, visibility: str) -> bool:
    """Who talks in a session: its guests, too."""
    return speaks(role, visibility) or (role == GUEST and belongs(role, visibility))


def _spoken(place: Place) -> None:
    _begun(place)
    said(place.facilitator, Gathering.objects.get())


def _highlighted(place: Place) -> None:
    _spoken(place)
    highlight_message(
        host=place.facilitator, message=Message.objects.get(room__gathering=Gathering.objects.get())
    )


def _last_said(_place: Place) -> list[Any]:
    message = Message.objects.get(room__gathering=Gathering.objects.get())
    return [message.room_id, message.pk]


def _asked(place: Place) -> None:
    _begun(place)
    gathering = Gathering.objects.get()
    ask_question(asker=place.facilitator, gathering=gathering, words="How long?", client_id=uuid4())
    ask_question(asker=place.facilitator, gathering=gathering, words="How?", client_id=uuid4())


def _question(_place: Place) -> list[Any]:
    question = Question.objects.order_by("pk")[0]
    return [question.gathering_id, question.pk]


def _merged(place: Place) -> None:
    _asked(place)
    one, other = Question.objects.select_related("gathering").order_by("pk")
    merge_question(host=place.facilitator, question=one, into_id=other.pk)


def _reported_question(place: Place) -> None:
    _asked(place)
    case = Case.objects.create(question=Question.objects.order_by("pk")[0])
    Report.objects.create(case=case, reporter=place.member, reason="unkind")


def _law(_place: Place) -> dict[str, str]:
    return {"why": "law"}


def _removed_question(place: Place) -> None:
    """By a moderator, and asked by the member."""
    _begun(place)
    other = make_member(place.community, role=Role.MODERATOR)
    question = ask_question(
        asker=place.member, gathering=Gathering.objects.get(), words="How long?", client_id=uuid4()
    )
    gone = take_question_down(moderator=other, question=question, reason="It names a bed.")
    Appeal.objects.create(
        person=place.member, question=gone, removed_at=gone.removal.removed_at, words="It does not.",
        decided_first_by=other,
    )  # fmt: skip


def _appeal(_place: Place) -> list[Any]:
    return [Appeal.objects.get().pk]


def _decision(_place: Place) -> dict[str, str]:
    return {"reason": "It names nobody at all."}


def _case(_place: Place) -> list[Any]:
    return [Case.objects.get().pk]


def _unkind(_place: Place) -> dict[str, str]:
    return {"reason": "unkind"}


def _tended(_place: Place) -> dict[str, Any]:
    return {"seen": "open", "reason": "Not now.", "into": Question.objects.order_by("pk")[1].pk}


def _asking(_place: Place) -> dict[str, str]:
    return {"question": "How long?"}


def _nameless(_place: Place) -> dict[str, str]:
    return {"nameless": "yes"}


def _polled(place: Place) -> None:
    _begun(place)
    prepare_poll(
        host=place.facilitator, gathering=Gathering.objects.get(), kind="rating", words="How was it?", options=[],
        client_id=uuid4(),
    )  # fmt: skip


def _poll_opened(place: Place) -> None:
    _polled(place)
    open_poll(host=place.facilitator, poll=Poll.objects.get())


def _words_given(place: Place) -> None:
    _begun(place)
    poll = prepare_poll(
        host=place.facilitator, gathering=Gathering.objects.get(), kind="words", words="In a word?", options=[],
        client_id=uuid4(),
    )  # fmt: skip
    open_poll(host=place.facilitator, poll=poll)
    answer_poll(person=place.facilitator, poll=poll, words="respect")


def _a_word(_place: Place) -> dict[str, str]:
    return {"answer": "kindness", "words": "respect"}


def _poll(_place: Place) -> list[Any]:
    poll = Poll.objects.get()
    return [poll.gathering_id, poll.pk]


def _choice(_place: Place) -> dict[str, str]:
    return {"choice": "1"}


def _poll_form(_place: Place) -> dict[str, str]:
    return {"kind": "rating", "words": "How was it?"}


def _raised(place: Place) -> None:
    _begun(place)
    raise_hand(person=place.facilitator, gathering=Gathering.objects.get())


def _hand(_place: Place) -> list[Any]:
    hand = Hand.objects.get()
    return [hand.gathering_id, hand.pk]


def tends_questions(role: str, visibility: str) -> bool:
    """Who takes away what others ask: moderators, too."""
    return moderates(role, visibility)


MEETING_LIVE = [
    doing("begin a session", shapes, "gathering-start", _session, before=_near),
    doing("go on to another part of a session", shapes, "gathering-phase", _session, _next, before=_begun),
    doing("announce to a session", shapes, "gathering-say-to-all", _session, _words, before=_begun),
    doing("let people talk slowly", shapes, "gathering-pace", _session, _pace, before=_begun),
    doing("choose until when people add to it", shapes, "gathering-window", _session, _window, before=_over),
    doing("highlight what was said", shapes, "message-highlight", _last_said, before=_spoken),
    doing("highlight it no more", shapes, "message-unhighlight", _last_said, before=_highlighted),
    doing("end a session", shapes, "gathering-end", _session, before=_begun),
    doing("ask in a session", takes_part, "question-ask", _session, _asking, before=_begun),
    doing("vote for a question", takes_part, "question-vote", _question, before=_asked),
    doing("take up a question", shapes, "question-take-up", _question, _tended, before=_asked),
    doing("answer a question", shapes, "question-answer", _question, _tended, before=_asked),
    doing("decline a question", shapes, "question-decline", _question, _tended, before=_asked),
    doing("ask questions together", shapes, "question-merge", _question, _tended, before=_asked),
    doing("ask questions apart again", shapes, "question-take-apart", _question, _tended, before=_merged),
    doing("pin a question", shapes, "question-pin", _question, _tended, before=_asked),
    doing("take a question away", tends_questions, "question-take-away", _question, _tended, before=_asked),
    doing("report a question", reads_signed_in, "question-report", _question, _unkind, before=_asked),
    opening("see what was reported of a question", moderates, "case", _case, before=_reported_question),
    doing("let a reported question stand", moderates, "case-keep", _case, _tended, before=_reported_question),
    doing("remove a reported question", moderates, "case-remove", _case, _tended, before=_reported_question),
    opening(
        "see what was removed of questions",
        moderates,
        "questions-removed",
        _session,
        before=_removed_question,
    ),
    opening(
        "read why a question was removed", moderates, "question-removal", _question, before=_removed_question
    ),
    doing("bring a question back", moderates, "question-restore", _question, before=_removed_question),
    doing(
        "delete a removed question for good", nobody, "question-forget", _question, before=_removed_question
    ),
    doing("delete a question everywhere", shapes, "question-purge", _question, _law, before=_asked),
    doing(
        "delete a removed question everywhere",
        shapes,
        "question-purge",
        _question,
        _law,
        before=_removed_question,
    ),
    opening("read an appeal about a question", moderates, "appeal", _appeal, before=_removed_question),
    doing(
        "let a question stay removed",
        moderates,
        "appeal-uphold",
        _appeal,
        _decision,
        before=_removed_question,
    ),
    doing(
        "overturn that it was removed",
        moderates,
        "appeal-overturn",
        _appeal,
        _decision,
        before=_removed_question,
    ),
    doing("let people ask without a name", shapes, "questions-nameless", _session, _nameless, before=_begun),
    doing("prepare a poll", shapes, "poll-prepare", _session, _poll_form, before=_begun),
    doing("open a poll", shapes, "poll-open", _poll, before=_polled),
    doing("answer a poll", takes_part, "poll-answer", _poll, _choice, before=_poll_opened),
    doing("close a poll", shapes, "poll-close", _poll, before=_poll_opened),
    doing("show what was answered", shapes, "poll-show", _poll, before=_poll_opened),
    doing("take a poll away", shapes, "poll-take-away", _poll, before=_polled),
    doing("answer in a word", takes_part, "poll-answer", _poll, _a_word, before=_words_given),
    doing("take words out of a poll", moderates, "poll-words-take-out", _poll, _a_word, before=_words_given),
    doing("raise a hand", takes_part, "hand-up", _session, before=_begun),
    doing("call on somebody", shapes, "hand-call", _hand, before=_raised),
    doing("skip somebody", shapes, "hand-skip", _hand, before=_raised),
    doing("lower all hands", shapes, "hands-down", _session, before=_raised),
    opening("read along in a session", reads_signed_in, "room-events", _room, before=_begun),
    doing("talk in a session", takes_part, "message-send", _room, _words, before=_begun),
    opening(
        "read along in a session of others", reads_signed_in, "room-events", _room, before=_begun_elsewhere
    ),
    doing("talk in a session of others", takes_part, "message-send", _room, _words, before=_begun_elsewhere),
]
