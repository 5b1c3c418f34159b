"""Who is told of what remains of live sessions: those who asked, those who voted, and those who came."""

from __future__ import annotations

from forum.gatherings.selectors.coming import who_comes
from forum.notifications import kinds
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import opening_post, post_with
from forum.recaps.events import AnsweredOnBoard, QuestionGoesOn, RecapSigned
from forum.recaps.selectors.going_on import who_asked, who_wants_answers
from forum.recaps.selectors.recaps import topic_of_recap


def tell_who_asked(event: QuestionGoesOn) -> None:
    """Whoever asked it, alone or together with others."""
    row, people = who_asked(event.question_id)
    tell(
        kinds.GOES_ON,
        people,
        but_for=[row.carried_by_id],
        about=opening_post(row.topic_id),
        at=row.carried_at,
    )


def tell_who_wanted_an_answer(event: AnsweredOnBoard) -> None:
    """Whoever asked or voted, but for who answers."""
    post = post_with(event.post_id)
    if post is not None:
        people = who_wants_answers(event.topic_id)
        tell(kinds.ANSWERED_LATER, people, but_for=[post.author_id], about=post, at=None)


def tell_who_came(event: RecapSigned) -> None:
    """Whoever had a place in the session, but for who signed."""
    gathering, people = who_comes(event.gathering_id)
    post = opening_post(topic_of_recap(gathering.pk))
    tell(kinds.RECAP, people, but_for=[post.author_id], about=post, at=post.created_at)
