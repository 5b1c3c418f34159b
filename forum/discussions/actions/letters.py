"""Mails about what was written; each looks once more whether what it says is still true before it goes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forum.communities.actions.letters_of_removals import send_why_removed
from forum.communities.selectors.reading import communities_known_to
from forum.core.letters import send_letter
from forum.discussions.models import HeldPost
from forum.discussions.selectors.removals import removed_post
from forum.discussions.selectors.removed import topic_with_removal
from forum.network.selectors import ground
from forum.people.selectors.addresses import is_address_confirmed


def mail_why_declined(*, held_id: int) -> bool:
    """Tell an author why their words did not go up. False where that is no longer so, or is not theirs to know now.

    It goes to a confirmed address alone: the reason speaks of what was written inside.
    """
    rows = HeldPost.objects.select_related("author", "board__community", "decided_by")
    held = rows.filter(pk=held_id, state=HeldPost.State.DECLINED, author__is_active=True).first()
    if held is None or not held.author.email or not is_address_confirmed(held.author):
        return False
    community = held.board.community
    if not communities_known_to(held.author).filter(pk=community.pk).exists():
        return False
    context = {
        "held": held,
        "author": held.author,
        "community": community,
        "moderator": held.decided_by.display_name if held.decided_by else str(_("A moderator")),
        "network_name": ground().name,
    }
    send_letter("words_declined", to=held.author.email, context=context)
    return True


def mail_why_removed(*, post_id: int) -> bool:
    """Tell an author why a moderator has removed a post of theirs. False where it stands again, or is not theirs to
    know now.
    """
    post = removed_post(post_id)
    if post is None:
        return False
    return send_why_removed(
        post.author,
        post.removal,
        community=post.via_board.community,
        letter="words_removed",
        about={"post": post},
    )


def mail_why_topic_removed(*, topic_id: int) -> bool:
    """The same of a whole topic of theirs."""
    topic = topic_with_removal(topic_id)
    if topic is None:
        return False
    assert topic.removal is not None  # of those it finds
    return send_why_removed(
        topic.author,
        topic.removal,
        community=topic.home_board.community,
        letter="topic_removed",
        about={"topic": topic},
    )
