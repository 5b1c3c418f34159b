"""Who lets words go for good, from everywhere."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.chat.models import Message
from forum.chat.policies.rooms import may_read_room
from forum.communities.models import Role
from forum.communities.selectors.standing import role_in
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Post
from forum.discussions.policies.posts import may_read_post, may_read_removal
from forum.discussions.policies.topics import may_read_topic
from forum.gatherings.models import Question
from forum.gatherings.policies.gatherings import may_see_gathering
from forum.gatherings.policies.removals import may_read_removed_question
from forum.moderation.selectors.purging import Purgeable, was_reported
from forum.people.actors import Actor, is_person, is_steward

_NOT_ONE = _(
    "Only facilitators of its community and stewards can delete this everywhere. Report it, and they look at it."
)


def may_purge_post(actor: Actor, post: Post) -> Verdict:
    """Purging a post, standing or removed: facilitators of its home, and of where it came from while they read it."""
    if not is_person(actor):
        return no(_("Sign in to delete this everywhere."))
    if _facilitates(actor, post.topic.home_board.community_id):
        return YES
    if _facilitates(actor, post.via_board.community_id) and may_read_topic(actor, post.topic):
        return YES
    return no(_NOT_ONE)


def may_purge_message(actor: Actor, message: Message) -> Verdict:
    """Purging a message, standing or removed: facilitators of the community whose room it is; between two stewards, to
    whom it was reported and who are neither of them.
    """
    if not is_person(actor):
        return no(_("Sign in to delete this everywhere."))
    if message.room.community_id is None:
        if is_steward(actor) and actor.pk not in message.room.two and was_reported(message):
            return YES
        return no(
            _(
                "Nobody looks after what two people say to each other, unless one of them reports it to stewards."
            )
        )
    return YES if _facilitates(actor, message.room.community_id) else no(_NOT_ONE)


def may_purge_question(actor: Actor, question: Question) -> Verdict:
    """Purging a question of a live session, standing or removed: facilitators of the community that holds it."""
    if not is_person(actor):
        return no(_("Sign in to delete this everywhere."))
    return YES if _facilitates(actor, question.gathering.community_id) else no(_NOT_ONE)


def may_know_of(actor: Actor, subject: Purgeable) -> bool:
    """Whether the actor may know that it is there, and be told why they may not purge it."""
    if isinstance(subject, Question):
        return _may_know_of_question(actor, subject)
    if isinstance(subject, Message):
        return bool(may_read_room(actor, subject.room) or may_purge_message(actor, subject))
    if may_purge_post(actor, subject) or may_read_removal(actor, subject):
        return True
    return subject.topic.removed_at is None and bool(may_read_post(actor, subject))


def _may_know_of_question(actor: Actor, question: Question) -> bool:
    session = question.gathering
    if may_purge_question(actor, question) or may_read_removed_question(actor, session, question):
        return True
    return bool(may_see_gathering(actor, session)) and question.state != Question.State.GONE


def _facilitates(actor: Actor, community_id: int) -> bool:
    return role_in(actor, community_id) >= Role.FACILITATOR
