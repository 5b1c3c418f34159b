"""Who reads why a whole topic was removed, and lets their words in it go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.policies.removals import Kept, may_forget_kept, may_read_kept
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.models import Topic
from forum.discussions.policies.boards import may_read_board, moderates
from forum.discussions.selectors.removed import has_written_in_topic, own_posts_kept
from forum.people.actors import Actor, is_person


def may_read_why_topic_went(actor: Actor, topic: Topic) -> Verdict:
    """Reading since when and why it is removed: its author, those who look after its home, and who else wrote in it as
    long as they read that board, and anything of it is kept.
    """
    kept = _kept(actor, topic)
    verdict = may_read_kept(actor, kept)
    if verdict or not is_person(actor) or kept.removal is None or not kept.removal.has_words:
        return verdict
    if may_read_board(actor, topic.home_board) and has_written_in_topic(actor, topic):
        return YES
    return verdict


def may_read_removed_topic(actor: Actor, topic: Topic) -> Verdict:
    """Reading what it was called and how it began as well: its author, and those who look after its home."""
    return may_read_kept(actor, _kept(actor, topic))


def may_forget_removed_topic(actor: Actor, topic: Topic) -> Verdict:
    """Letting go of what one said in it: its author."""
    verdict = may_forget_kept(actor, _kept(actor, topic))
    if verdict and not own_posts_kept(topic).exists():
        return no(_("Your words in it are gone already."))
    return verdict


def _kept(actor: Actor, topic: Topic) -> Kept:
    home = topic.home_board
    return Kept(topic.removal, topic.author_id, [(home.community, home.pk)], moderates(actor, home))
