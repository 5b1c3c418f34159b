"""How each kind of thing that was reported goes, once somebody has decided that it does."""

from __future__ import annotations

from datetime import datetime

from forum.chat.actions.taking_down import take_down, take_down_message
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.crossposting.actions.notes import take_carried_note_away
from forum.discussions.actions.staff_notes import take_note_away
from forum.discussions.actions.taking_down import take_down_post
from forum.discussions.actions.whole_topics import remove_topic
from forum.discussions.models import Post
from forum.gatherings.actions.taking_down import take_question_down
from forum.moderation.actions.profiles import take_down_part
from forum.moderation.events import NoteTakenAway
from forum.moderation.models import Case
from forum.moderation.places import is_said_alone
from forum.people.models import Person
from forum.repertoire.actions.tending import take_reported_note_down


def take_away(case: Case, *, moderator: Person, reason: str, now: datetime | None, moment: datetime) -> bool:
    """Let it go, as its kind does. `now` is as the action was given it, `moment` as it is. True where that wrote the
    line of the log. Part of the action that decides, which has locked it.
    """
    if case.post is not None:
        _take_post_away(case.post, moderator, reason, now)
        return True
    if case.message is not None and not is_said_alone(case.message):
        take_down_message(moderator=moderator, message=case.message, reason=reason, now=now)
        return True
    if case.question is not None:
        take_question_down(moderator=moderator, question=case.question, reason=reason, now=now)
        return True
    spend(TENDING, moderator.pk)
    if case.practice_note is not None:
        take_reported_note_down(
            case.practice_note, wrote=case.last_changed_by, by=moderator, reason=reason, now=moment
        )
        publish(NoteTakenAway(case_id=case.pk))
        return True
    if case.message is not None:
        take_down(case.message, moderator, reason, moment)
        return True
    if case.person is not None:
        take_down_part(case)
        return False
    _take_note_away(case, moment)
    return False


def _take_post_away(post: Post, moderator: Person, reason: str, now: datetime | None) -> None:
    """The last post of a topic goes with it."""
    if post.topic.post_count == 1:
        remove_topic(moderator=moderator, topic=post.topic, reason=reason, now=now)
    else:
        take_down_post(moderator=moderator, post=post, reason=reason, now=now)


def _take_note_away(case: Case, moment: datetime) -> None:
    if case.note is not None:
        take_note_away(case.note, case.note.topic, moment)
    if case.placement is not None:
        take_carried_note_away(case.placement)
    publish(NoteTakenAway(case_id=case.pk))
