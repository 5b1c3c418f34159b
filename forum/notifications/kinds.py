"""THE table of what people are told of: for each kind who may still see it, what it says, and where it leads.

A new kind is a row here, a sentence, and a handler that writes it. What it is about is one of `models.THINGS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from forum.notifications import sentences, sentences_of_rooms, sentences_of_sessions, sentences_of_standing
from forum.notifications.models import Notice
from forum.notifications.selectors import rights


@dataclass(frozen=True, slots=True)
class Kind:
    """`still` is who may see it, `says` its sentence, `leads` its address.

    `over` is the condition under which it counts as read though nobody has opened it. `many` is what several of one
    topic, or of one practice note, say together, where they do.
    """

    name: str
    still: rights.Still
    says: Callable[[Notice, sentences.Titles], str]
    leads: Callable[[Notice], str]
    over: Q | None = None
    many: Callable[[int, str], str] | None = None


def _post(notice: Notice) -> str:
    post = notice.post
    assert post is not None
    return reverse("post", args=[post.topic_id, post.topic.slug, post.number]) + f"#post-{post.number}"


def _topic(notice: Notice) -> str:
    assert notice.post is not None
    return notice.post.topic.get_absolute_url()


def _removed_topic(notice: Notice) -> str:
    assert notice.post is not None
    return reverse("topic-removal", args=[notice.post.topic_id])


def _removed_message(notice: Notice) -> str:
    message = notice.message
    assert message is not None
    return reverse("message-removal", args=[message.room_id, message.pk])


def _message(notice: Notice) -> str:
    message = notice.message
    assert message is not None
    return f"{reverse('room', args=[message.room_id])}?at={message.seq}#message-{message.pk}"


def _removed_question(notice: Notice) -> str:
    question = notice.question
    assert question is not None
    return reverse("question-removal", args=[question.gathering_id, question.pk])


def _question(notice: Notice) -> str:
    question = notice.question
    assert question is not None
    here = reverse("gathering-bare", args=[question.gathering_id])
    return f"{here}?question={question.pk}#question-{question.pk}"


def _page(name: str, thing: str) -> Callable[[Notice], str]:
    return lambda notice: reverse(name, args=[getattr(notice, f"{thing}_id")])


def _own_reports(_notice: Notice) -> str:
    return reverse("own-reports")


def _own_quotes(_notice: Notice) -> str:
    return reverse("own-quotes")


def _quoting_note(notice: Notice) -> str:
    assert notice.quote is not None
    return f"{notice.quote.note.get_absolute_url()}#consent"


def _own_standing(_notice: Notice) -> str:
    return reverse("own-standing")


def _community(notice: Notice) -> str:
    community: Any = notice.joining.community if notice.joining is not None else notice.community
    return str(community.get_absolute_url())


def _board(notice: Notice) -> str:
    assert notice.board is not None
    return notice.board.get_absolute_url()


def _replies(number: int, title: str) -> str:
    said = ngettext(
        "%(number)d reply to you in “%(title)s”", "%(number)d replies to you in “%(title)s”", number
    )
    return said % {"number": number, "title": title}


def _posts(number: int, title: str) -> str:
    said = ngettext(
        "%(number)d new post in “%(title)s”, which you follow",
        "%(number)d new posts in “%(title)s”, which you follow",
        number,
    )
    return said % {"number": number, "title": title}


_PROPOSAL, _HOME = _page("carried-one", "placement"), _page("home-change", "home_change")
_HELD, _APPEAL = _page("held-post", "held"), _page("appeal", "appeal")
_SESSION, _SESSION_OVER = _page("gathering-bare", "gathering"), ~Q(gathering__state__in=["scheduled", "live"])
_PART_OVER = ~Q(gathering__state__in=["draft", "scheduled", "live"])  # hosts prepare what is a draft
_ENDED = ~Q(placement__state__in=["pending", "live"])
_ANSWERED, _DECIDED = ~Q(placement__state="pending"), ~Q(home_change__state="waiting")

MENTION, REPLY, FOLLOWED = "mention", "reply", "followed"
POST_REMOVED, POST_RESTORED = "post-removed", "post-restored"
TOPIC_REMOVED, TOPIC_RESTORED = "topic-removed", "topic-restored"
WORDS_LET_THROUGH, WORDS_DECLINED = "words-let-through", "words-declined"
REPORT_DECIDED, CASE_WAITS = "report-decided", "case-waits"
PROPOSAL_WAITS, OWN_TOPIC_CARRIED, CARRIED_ANSWERED = (
    "proposal-waits",
    "own-topic-carried",
    "carried-answered",
)
HOME_WAITS, HOME_ASKED, HOME_DECIDED = "home-waits", "home-asked", "home-decided"
REQUEST_ANSWERED = "request-answered"
MADE_MODERATOR, MADE_FACILITATOR, MADE_BOARD_MODERATOR = (
    "made-moderator", "made-facilitator", "made-board-moderator",
)  # fmt: skip
MEASURE_GIVEN, MEASURE_LIFTED = "measure-given", "measure-lifted"
APPEAL_WAITS, APPEAL_ANSWERED, OWN_DECISION = "appeal-waits", "appeal-answered", "own-decision-looked-at"

QUOTE_ANSWERED = "quote-answered"
MESSAGE_REMOVED, MESSAGE_RESTORED, QUOTE_ASKED = "message-removed", "message-restored", "message-quoted"
QUESTION_REMOVED, QUESTION_RESTORED = "question-removed", "question-restored"
PROFILE_TAKEN, NOTE_TAKEN = "profile-taken", "note-taken"
SESSION_NEAR, SESSION_MOVED = "session-near", "session-moved"
SESSION_CANCELLED, SESSION_PLACE, SESSION_PART = "session-cancelled", "session-place", "session-part"
PART_WAITS, PART_ANSWERED = "part-waits", "part-answered"
GOES_ON, ANSWERED_LATER, RECAP = "live-goes-on", "live-answered", "live-recap"

# Posts of others in topics: read as soon as the post itself was seen, wherever that was.
TALK = (MENTION, REPLY, FOLLOWED, GOES_ON, ANSWERED_LATER, RECAP)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(MENTION, rights.reads_the_post, sentences.mentioned, _post),
        Kind(REPLY, rights.reads_the_post, sentences.replied, _post, many=_replies),
        Kind(FOLLOWED, rights.reads_the_post, sentences.wrote_on, _post, many=_posts),
        Kind(POST_REMOVED, rights.wrote_what_was_removed, sentences.post_removed, _page("post-removal", "post")),
        Kind(POST_RESTORED, rights.reads_the_post, sentences.post_restored, _post),
        Kind(TOPIC_REMOVED, rights.wrote_topic_that_was_removed, sentences.topic_removed, _removed_topic),
        Kind(TOPIC_RESTORED, rights.reads_own_topic, sentences.topic_restored, _topic),
        Kind(MESSAGE_REMOVED, rights.said_what_was_removed, sentences_of_rooms.message_removed, _removed_message),
        Kind(MESSAGE_RESTORED, rights.reads_own_message, sentences_of_rooms.message_restored, _message),
        Kind(QUESTION_REMOVED, rights.asked_what_was_removed, sentences_of_sessions.question_removed,
             _removed_question),
        Kind(QUESTION_RESTORED, rights.reads_own_question, sentences_of_sessions.question_restored, _question),
        Kind(QUOTE_ASKED, rights.said_what_is_quoted, sentences_of_sessions.quote_asked, _own_quotes,
             over=rights.was_answered_for()),
        Kind(QUOTE_ANSWERED, rights.asked_for_what_is_quoted, sentences_of_sessions.quote_answered, _quoting_note,
             many=sentences_of_sessions.quotes_answered),
        Kind(PROFILE_TAKEN, rights.had_it_on_their_page, sentences_of_rooms.profile_taken, _own_standing),
        Kind(NOTE_TAKEN, rights.wrote_that_note, sentences_of_rooms.note_taken, _own_standing),
        Kind(WORDS_LET_THROUGH, rights.wrote_what_was_held, sentences.words_let_through, _HELD),
        Kind(WORDS_DECLINED, rights.wrote_what_was_held, sentences.words_declined, _HELD),
        Kind(REPORT_DECIDED, rights.has_reported, sentences.report_decided, _own_reports),
        Kind(CASE_WAITS, rights.is_asked_about_case, sentences.case_waits, _page("case", "case"),
             over=~Q(case__state="open")),
        Kind(PROPOSAL_WAITS, rights.looks_after_a_side, sentences.proposal_waits, _PROPOSAL, over=_ANSWERED),
        Kind(OWN_TOPIC_CARRIED, rights.wrote_what_is_carried, sentences.own_topic_carried, _PROPOSAL, over=_ENDED),
        Kind(CARRIED_ANSWERED, rights.carried_it, sentences.carried_answered, _PROPOSAL),
        Kind(HOME_WAITS, rights.looks_after_a_home, sentences.home_waits, _HOME, over=_DECIDED),
        Kind(HOME_ASKED, rights.is_concerned_by_home, sentences.home_asked, _HOME, over=_DECIDED),
        Kind(HOME_DECIDED, rights.is_concerned_by_home, sentences.home_decided, _HOME),
        Kind(REQUEST_ANSWERED, rights.asked_to_join, sentences.request_answered, _community),
        Kind(MEASURE_GIVEN, rights.was_measured, sentences_of_standing.measure_given, _own_standing),
        Kind(MEASURE_LIFTED, rights.was_measured, sentences_of_standing.measure_lifted, _own_standing),
        Kind(APPEAL_WAITS, rights.decides_appeal, sentences_of_standing.appeal_waits, _APPEAL,
             over=~Q(appeal__state="open")),
        Kind(APPEAL_ANSWERED, rights.asked_to_look_again, sentences_of_standing.appeal_answered, _own_standing),
        Kind(OWN_DECISION, rights.decides_appeal, sentences_of_standing.own_decision_looked_at, _APPEAL),
        Kind(SESSION_NEAR, rights.sees_session, sentences_of_sessions.session_near, _SESSION, over=_SESSION_OVER),
        Kind(SESSION_MOVED, rights.sees_session, sentences_of_sessions.session_moved, _SESSION, over=_SESSION_OVER),
        Kind(SESSION_CANCELLED, rights.sees_session, sentences_of_sessions.session_cancelled, _SESSION),
        Kind(SESSION_PLACE, rights.sees_session, sentences_of_sessions.place_found, _SESSION, over=_SESSION_OVER),
        Kind(SESSION_PART, rights.sees_session, sentences_of_sessions.part_given, _SESSION, over=_PART_OVER),
        Kind(PART_WAITS, rights.answers_for_community, sentences_of_sessions.part_waits, _page("joint", "joint"),
             over=~Q(joint__state="asked")),
        Kind(PART_ANSWERED, rights.asked_to_take_part, sentences_of_sessions.part_answered, _page("joint", "joint")),
        Kind(GOES_ON, rights.reads_the_post, sentences_of_sessions.goes_on, _post),
        Kind(ANSWERED_LATER, rights.reads_the_post, sentences_of_sessions.answered_later, _post),
        Kind(RECAP, rights.reads_the_post, sentences_of_sessions.recap_stands, _post),
        Kind(MADE_MODERATOR, rights.moderates_community, sentences.made_moderator, _community),
        Kind(MADE_FACILITATOR, rights.facilitates_community, sentences.made_facilitator, _community),
        Kind(MADE_BOARD_MODERATOR, rights.moderates_board, sentences.made_board_moderator, _board),
    )
}  # fmt: skip
