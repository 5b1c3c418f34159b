"""Who may do what with a post."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.policies.standing import may_speak
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Post, Topic
from forum.discussions.policies.boards import moderates
from forum.discussions.policies.topics import may_read_topic
from forum.people.actors import Actor, is_person


def may_edit(actor: Actor, post: Post) -> Verdict:
    """Changing the words of a post: one's own, or as a moderator of its home."""
    if not is_person(actor):
        return no(_("Sign in to edit."))
    if not may_read_topic(actor, post.topic):
        return may_read_topic(actor, post.topic)
    if post.removed_at is not None:
        return no(_("This post was removed; there is nothing left to edit."))
    if moderates(actor, post.topic.home_board):
        return YES
    if post.author_id != actor.pk:
        return no(_("Only its author and moderators can edit this post."))
    return may_edit_own(actor, post.topic)


def may_edit_own(actor: Actor, topic: Topic) -> Verdict:
    """Changing the words of one's own posts in a topic: while it is open and one may speak at its home."""
    if topic.locked_at is not None:
        return no(_("This topic is locked. Its posts can no longer be edited."))
    return may_speak(actor, topic.home_board.community)


def may_remove(actor: Actor, post: Post) -> Verdict:
    """Taking a post back: one's own, or as a moderator of its home or of the board it came through."""
    if not is_person(actor):
        return no(_("Sign in to remove your post."))
    if not may_read_topic(actor, post.topic):
        return may_read_topic(actor, post.topic)
    if post.removed_at is not None:
        return no(_("This post was removed already."))
    if (
        post.author_id == actor.pk
        or moderates(actor, post.topic.home_board)
        or moderates(actor, post.via_board)
    ):
        return YES
    return no(_("Only its author and moderators can remove this post."))


def may_read_history(actor: Actor, post: Post) -> Verdict:
    """Seeing what a post said before: whoever reads it, unless it was removed."""
    if post.removed_at is not None:
        return no(_("This post was removed, and its earlier wordings with it."))
    return may_read_topic(actor, post.topic)
