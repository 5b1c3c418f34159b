"""Changing and taking back what was posted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.policies.measures import may_speak_from_outside
from forum.communities.selectors.locks import lock_standing
from forum.core.events import publish
from forum.core.limits import EDITING, TENDING, spend
from forum.core.verdicts import Refused, require
from forum.discussions.actions.below import words_below
from forum.discussions.actions.bodies import checked_body, claim_files, note_mentions, rendered
from forum.discussions.actions.drafts import drop_draft
from forum.discussions.actions.guarding import require_guarded
from forum.discussions.actions.removing import take_out
from forum.discussions.actions.replies import locked_topic
from forum.discussions.events import PostEdited
from forum.discussions.models import Post, PostRevision, Topic, draft_place
from forum.discussions.policies.newcomers import may_say_as_newcomer
from forum.discussions.policies.posts import may_edit, may_take_back
from forum.discussions.policies.topics import live_boards
from forum.people.models import Person


class EditConflict(Refused):
    """The post was changed since the editor opened it; `post` is what it says now. Nothing was stored or lost."""

    status = 409

    def __init__(self, post: Post) -> None:
        super().__init__(
            _("Someone changed this post while you were editing. Compare both, then save again.")
        )
        self.post = post


@transaction.atomic
def edit_post(
    *,
    editor: Person,
    post: Post,
    body: str,
    revision: int,
    cleared: str = "",
    now: datetime | None = None,
) -> Post:
    """Give a post new words and keep the old ones as a revision. `revision` is the one that the editor began from,
    `cleared` what they say identifies nobody.

    Raises EditConflict if the post has moved on, else Refused, Invalid, Identified among them, or TooMany.
    """
    post = locked_post(post)
    lock_standing(editor, [post.topic.home_board.community_id])
    require(may_edit(editor, post))
    home = post.topic.home_board
    require(may_speak_from_outside(editor, home.community, home.pk))
    words = checked_body(body)
    if words == post.source and post.format == Post.Format.MARKDOWN:
        drop_draft(person=editor, place=draft_place(post))
        return post
    require_guarded(editor, [words], lambda: live_boards(post.topic), cleared=cleared, known=[post.source])
    if revision != post.revision:
        raise EditConflict(post)
    moment = now or timezone.now()
    require(may_say_as_newcomer(editor, post.via_board, words, now=moment))
    spend(EDITING, editor.pk)
    _keep_revision(post)
    html, people = rendered(words, post.topic)
    post.source, post.html, post.format = words, html + words_below(post), Post.Format.MARKDOWN
    post.revision, post.edited_at, post.edited_by = post.revision + 1, moment, editor
    post.save(update_fields=["source", "html", "format", "revision", "edited_at", "edited_by"])
    note_mentions(post, people)
    claim_files(post, words, editor)
    drop_draft(person=editor, place=draft_place(post))
    Topic.objects.filter(pk=post.topic_id).update(version=F("version") + 1)
    publish(PostEdited(topic_id=post.topic_id, post_id=post.pk))
    return post


def _keep_revision(post: Post) -> None:
    PostRevision.objects.create(
        post=post,
        number=post.revision,
        source=post.source,
        format=post.format,
        html=own_html(post),
        written_by_id=post.edited_by_id or post.author_id,
        written_at=post.edited_at or post.created_at,
    )


def own_html(post: Post) -> str:
    """What its author said. What stands below is not theirs, and may be taken out one day: it is kept nowhere else."""
    return rendered(post.source, post.topic)[0] if words_below(post) else post.html


@transaction.atomic
def remove_post(*, author: Person, post: Post, now: datetime | None = None) -> Post:
    """Take one's own post back: its words, earlier wordings, files and marks go; its number and place stay.

    A topic is removed with its last post, and the answer's `topic.removed_at` says so. Raises Refused or TooMany.
    """
    post = locked_post(post)
    lock_standing(author, [board.community_id for board in (*live_boards(post.topic), post.via_board)])
    require(may_take_back(author, post))
    spend(TENDING, author.pk)
    (taken,) = take_out(post.topic, [post.pk], remover=author, moment=now or timezone.now())
    return taken


def locked_post(post: Post) -> Post:
    """A post as it stands now, locked until the transaction ends with its topic. Raises Refused when that is gone."""
    topic = locked_topic(post.topic)
    fresh = Post.objects.select_for_update(of=("self",)).select_related("author", "via_board").get(pk=post.pk)
    fresh.topic = topic
    return fresh
