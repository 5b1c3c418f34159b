"""What moderators do with single posts: remove them with a reason, and bring them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.log import note_change
from forum.communities.actions.removals import KeptWords, reason_of_removal
from forum.communities.models import Verb
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Refused, require
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.edits import locked_post, own_html
from forum.discussions.actions.files import drop_files
from forum.discussions.actions.removing import one_answer_more, take_out
from forum.discussions.events import PostRestored, PostTakenDown
from forum.discussions.models import Attachment, Post, Removal, Topic
from forum.discussions.policies.posts import may_forget_removed, may_restore_post, may_take_down
from forum.discussions.policies.topics import live_boards
from forum.people.models import Person
from forum.people.selectors.accounts import lock_accounts


@transaction.atomic
def take_down_post(*, moderator: Person, post: Post, reason: str, now: datetime | None = None) -> Post:
    """Remove a post of somebody else. Its author reads why; its words are kept for `KEPT_DAYS`, for nobody but them and
    those who may bring it back. Earlier wordings and marks go. Raises Refused, Invalid or TooMany.
    """
    moment = now or timezone.now()
    post = locked_post(post)
    _lock_standing(moderator, post)
    require(may_take_down(moderator, post))
    words = reason_of_removal(reason)
    if post.topic.post_count == 1:
        raise Refused(_("Nothing else stands in this topic. Remove the whole topic instead."))
    spend(TENDING, moderator.pk)
    removal = Removal.objects.create(
        post=post, removed_by=moderator, removed_at=moment, reason=words, source=post.source, html=own_html(post),
        format=post.format,
    )  # fmt: skip
    Attachment.objects.filter(post=post).update(post=None, removal=removal)
    _KEPT.keep_none_of_former(author_id=post.author_id, thing_id=post.pk)
    (taken,) = take_out(post.topic, [post.pk], remover=moderator, moment=moment)
    _note(Verb.POST_REMOVED, moderator, taken, reason=words, now=now)
    publish(PostTakenDown(post_id=post.pk))
    return taken


@transaction.atomic
def restore_post(*, moderator: Person, post: Post, now: datetime | None = None) -> Post:
    """Let a removed post say again what it said, in its place and with its files. Raises Refused or TooMany."""
    lock_communities([post.topic.home_board.community_id])  # communities go before accounts
    lock_accounts(
        [post.author_id]
    )  # the log will name them; who closes theirs holds it before what they wrote
    post = locked_post(post)
    _lock_standing(moderator, post)
    require(may_restore_post(moderator, post))
    spend(TENDING, moderator.pk)
    removal = Removal.objects.select_for_update().get(post=post)
    Attachment.objects.filter(removal=removal).update(removal=None, post=post)
    post.source, post.html, post.format = removal.source, removal.html, removal.format
    post.removed_at, post.removed_by = None, None
    post.save(update_fields=["source", "html", "format", "removed_at", "removed_by"])
    removal.delete()
    if post.reply_count == 0 and post.parent_id is not None:
        one_answer_more(post.parent_id)
    Topic.objects.filter(pk=post.topic_id).update(post_count=F("post_count") + 1, version=F("version") + 1)
    listing_changed(post.topic, posts=1)
    _note(Verb.POST_RESTORED, moderator, post, reason="", now=now)
    publish(PostRestored(topic_id=post.topic_id, post_id=post.pk))
    return post


def hold_removal_of_post(post_id: int) -> None:
    """Nobody lets go of what is kept of it until the transaction ends. Part of the decision about an appeal."""
    Removal.objects.select_for_update().filter(post=post_id).first()


def forget_removed_post(*, author: Person, post: Post) -> None:
    """Let the words of one's own removed post go at once; the reason stays. Raises Refused or TooMany."""
    _KEPT.forget_own(author=author, thing_id=post.pk, may=lambda: may_forget_removed(author, post))


def clear_removed_posts(now: datetime) -> int:
    """Let words of posts go that were removed a month ago. Returns how many there were."""
    return _KEPT.clear_old(now)


def forget_removed_words_of(*, person_id: int) -> None:
    """Nothing that moderators removed of a person's words is kept once they leave. Part of leaving."""
    _KEPT.forget_of(author_id=person_id)


def _drop_files(removals: Sequence[Removal]) -> None:
    drop_files(Attachment.objects.filter(removal__in=removals))


_KEPT = KeptWords(Removal, "post", _drop_files)


def _lock_standing(moderator: Person, post: Post) -> None:
    lock_standing(moderator, [board.community_id for board in (*live_boards(post.topic), post.via_board)])


def _note(verb: Verb, moderator: Person, post: Post, *, reason: str, now: datetime | None) -> None:
    board = post.via_board
    note_change(
        verb, by=moderator, community=board.community, about=board.name, board_key=board.pk, person=post.author,
        details={"post": post.pk, "topic": post.topic_id, "number": post.number}, reason=reason, now=now,
    )  # fmt: skip
