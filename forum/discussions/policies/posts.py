"""Who may do what with a post."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.policies.removals import (
    Kept,
    may_forget_kept,
    may_read_kept,
    may_restore_kept,
    may_restore_words,
)
from forum.communities.selectors.ranks import Place
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Post, Removal, Topic
from forum.discussions.policies.boards import may_write_on, moderates
from forum.discussions.policies.topics import may_read_topic, placements_seen
from forum.discussions.selectors.hidden import hidden_posts
from forum.discussions.selectors.removals import removal_of
from forum.people.actors import Actor, is_person


def may_read_post(actor: Actor, post: Post) -> Verdict:
    """Reading a post: its topic, through a board that does not hide it; its author always.

    The row-wise twin is `selectors.posts.posts_visible_to`.
    """
    topic = post.topic
    if not may_read_topic(actor, topic):
        return may_read_topic(actor, topic)
    if is_person(actor) and post.author_id == actor.pk:
        return YES
    if post.pk in {hidden.post_id for hidden in hidden_posts(placements_seen(actor, topic))}:
        return no(_("This post is not shown on the boards on which you read this topic."))
    return YES


def may_edit(actor: Actor, post: Post) -> Verdict:
    """Changing the words of a post: one's own, or as a moderator of its home, whom nothing keeps from writing there."""
    if not is_person(actor):
        return no(_("Sign in to edit."))
    if not may_read_post(actor, post):
        return may_read_post(actor, post)
    if post.removed_at is not None:
        return no(_("This post was removed; there is nothing left to edit."))
    if moderates(actor, post.topic.home_board):
        return may_write_on(actor, post.topic.home_board)
    if post.author_id != actor.pk:
        return no(_("Only its author and moderators can edit this post."))
    return may_edit_own(actor, post.topic)


def may_edit_own(actor: Actor, topic: Topic) -> Verdict:
    """Changing the words of one's own posts in a topic: while it is open and one may speak at its home."""
    if topic.is_locked(timezone.now()):
        return no(_("This topic is locked. Its posts can no longer be edited."))
    return may_write_on(actor, topic.home_board)


def may_remove(actor: Actor, post: Post) -> Verdict:
    """Removing a post: taking one's own back, or taking down that of somebody else."""
    if is_person(actor) and post.author_id == actor.pk:
        return may_take_back(actor, post)
    return may_take_down(actor, post)


def may_take_back(actor: Actor, post: Post) -> Verdict:
    """Removing one's own post, wherever it stands by now."""
    if not is_person(actor):
        return no(_("Sign in to remove your post."))
    if post.author_id != actor.pk:
        return no(_("Only its author can take this post back."))
    return _stands(post)


def may_take_down(actor: Actor, post: Post) -> Verdict:
    """Removing a post of somebody else, with a reason: moderators of its home, and of the board it came through."""
    if not is_person(actor):
        return no(_("Sign in to remove your post."))
    if not may_read_topic(actor, post.topic):
        return may_read_topic(actor, post.topic)
    if not _stands(post):
        return _stands(post)
    if post.author_id != actor.pk and looks_after_post(actor, post):
        return YES
    return no(_("Only its author and moderators can remove this post."))


def may_restore_post(actor: Actor, post: Post) -> Verdict:
    """Bringing a post back that moderators have removed: the same moderators, if none above them did, while its words
    are kept.
    """
    kept = _kept(actor, post)
    if kept.looked_after and post.topic.removed_at is not None:
        return no(_("Its topic was removed. Bring that back first."))
    return may_restore_kept(actor, kept)


def may_restore_of(actor: Actor, post: Post, removal: Removal) -> Verdict:
    """The same, for those who look after it, of a post with its removal at hand; a query for each remover."""
    return may_restore_words(actor, removal, _places(post), author_id=post.author_id)


def may_read_removal(actor: Actor, post: Post) -> Verdict:
    """Reading why a post was removed, and what it said: its author, and those who may bring it back."""
    return may_read_kept(actor, _kept(actor, post))


def may_forget_removed(actor: Actor, post: Post) -> Verdict:
    """Letting the words of a removed post go at once: its author."""
    return may_forget_kept(actor, _kept(actor, post))


def _kept(actor: Actor, post: Post) -> Kept:
    return Kept(removal_of(post), post.author_id, _places(post), looks_after_post(actor, post))


def _places(post: Post) -> list[Place]:
    home, via = post.topic.home_board, post.via_board
    return [(home.community, home.pk), (via.community, via.pk)]


def _stands(post: Post) -> Verdict:
    return YES if post.removed_at is None else no(_("This post was removed already."))


def looks_after_post(actor: Actor, post: Post) -> bool:
    """Whether the actor moderates its home; or the board it came through, and reads its topic still."""
    if moderates(actor, post.topic.home_board):
        return True
    return moderates(actor, post.via_board) and bool(may_read_topic(actor, post.topic))


def may_read_history(actor: Actor, post: Post) -> Verdict:
    """Seeing what a post said before: whoever reads it, unless it was removed."""
    if post.removed_at is not None:
        return no(_("This post was removed, and its earlier wordings with it."))
    return may_read_post(actor, post)
