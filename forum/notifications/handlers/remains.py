"""Who is told of what remains of live sessions: those who asked, those who voted, and those who came."""

from __future__ import annotations

from collections.abc import Sequence

from forum.discussions.events import AnswerAccepted
from forum.gatherings.selectors.coming import who_comes
from forum.notifications import kinds
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import opening_post, post_with, who_was_told_of
from forum.recaps.events import FirstAnswerCame, QuestionGoesOn, RecapSigned
from forum.recaps.selectors.going_on import questions_going_on_in, who_asked, who_wants_answers
from forum.recaps.selectors.recaps import topic_of_recap


def tell_who_asked(event: QuestionGoesOn) -> None:
    """Whoever asked it, alone or together with others."""
    row, people = who_asked(event.question_id)
    post = opening_post(row.topic_id)
    if post is not None:
        tell(kinds.GOES_ON, people, but_for=[row.carried_by_id], about=post, at=row.carried_at)


def tell_of_first_answer(event: FirstAnswerCame) -> None:
    """Those who asked and voted waited for it."""
    _tell_of_answer(event.question_ids, event.post_id)


def tell_of_accepted_answer(event: AnswerAccepted) -> None:
    """And so is the answer that is accepted."""
    _tell_of_answer(questions_going_on_in(event.topic_id), event.post_id)


def _tell_of_answer(question_ids: Sequence[int], post_id: int) -> None:
    """All of them but for who answers, and for those who are told of this post for another reason."""
    post = post_with(post_id) if question_ids else None
    if post is not None:
        but_for = [post.author_id, *who_was_told_of(post)]
        people = who_wants_answers(question_ids)
        tell(kinds.ANSWERED_LATER, people, but_for=but_for, about=post, at=None)


def tell_who_came(event: RecapSigned) -> None:
    """Whoever had a place in the session, but for who signed."""
    gathering, people = who_comes(event.gathering_id)
    post = opening_post(topic_of_recap(gathering.pk))
    if post is not None:
        tell(kinds.RECAP, people, but_for=[post.author_id], about=post, at=post.created_at)
