"""What discussions do where a post is purged: everything that it ever said goes, and nothing can bring it back."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from forum.communities.actions.removals import reason_of_purged
from forum.core.markup import plain_text
from forum.core.passages import Passages, Text
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.files import drop_files
from forum.discussions.actions.removing import take_out
from forum.discussions.actions.whole_topics import locked_even_if_removed
from forum.discussions.models import (
    Attachment,
    Draft,
    HeldPost,
    Placement,
    Post,
    PostRevision,
    Removal,
    Topic,
    draft_place,
)
from forum.discussions.models.topics import topic_slug
from forum.discussions.selectors.posts import post_with_author
from forum.people.models import Person


def communities_of_post(post: Post) -> list[int]:
    """Ids of the communities through whose boards the post came or its topic stands, in their order."""
    stands = Placement.objects.filter(topic=post.topic_id).values_list("board__community", flat=True)
    return sorted({post.via_board.community_id, post.topic.home_board.community_id, *stands})


def words_of_post(post: Post) -> Passages:
    """Whatever the post ever said; for an opening post, the title of its topic and the end of its address as well."""
    held, written = HeldPost.objects.filter(post=post), post.edited_at or post.created_at
    texts = [
        *_said(post, written),
        *(text for row in PostRevision.objects.filter(post=post) for text in _said(row, row.written_at)),
        *(text for row in Removal.objects.filter(post=post) for text in _said(row, written)),
        *held.values_list("source", "created_at"),
    ]
    swaps = []
    if post.is_opening:
        texts += [(post.topic.title, post.created_at), *held.values_list("title", "created_at")]
        swaps = [(f"/{post.topic_id}/{post.topic.slug}", f"/{post.topic_id}/{topic_slug(title_of_purged())}")]
    return Passages(texts, swaps=swaps)


def _said(wording: Post | PostRevision | Removal, written: datetime) -> list[Text]:
    """What a wording says; what a mail says stands in its source as it was sent."""
    if wording.format == Post.Format.MARKDOWN:
        return [(wording.source, written)]
    return [(wording.source, written), (plain_text(wording.html), written)]


def title_of_purged() -> str:
    """What a topic is called whose opening post was purged."""
    return _("Title removed")


def locked_post_anywhere(post: Post) -> Post:
    """A post as it stands now, removed or not, in a topic that may be removed; locked with that. Raises Refused."""
    topic = locked_even_if_removed(post.topic)
    Post.objects.select_for_update().only("pk").get(pk=post.pk)
    fresh = post_with_author(post.pk)
    assert fresh is not None
    fresh.topic = topic
    return fresh


def purge_words_of_post(post: Post, *, by: Person, why: str, moment: datetime) -> Counter[str]:
    """Let go of all that the post said, in every place of its own; how many there were, by what they are.

    Part of the action that purges, which has asked who may, and has locked it. `why` is a sentence for its author.
    """
    gone = Counter(posts=1, wordings=PostRevision.objects.filter(post=post).count())
    files = Attachment.objects.filter(Q(post=post) | Q(removal__post=post) | Q(held__post=post))
    gone["files"] = drop_files(files)
    Removal.objects.filter(post=post).update(source="", html="", reason=reason_of_purged())
    if post.removed_at is None:
        (post,) = take_out(post.topic, [post.pk], remover=by, moment=moment)
        if post.author_id != by.pk:
            Removal.objects.create(post=post, removed_by=by, removed_at=moment, reason=why)
    gone["drafts"] = Draft.objects.filter(place=draft_place(post)).delete()[0]
    gone["held"] = _blank_held(post)
    if post.is_opening:
        _blank_title(post.topic)
    Topic.objects.filter(pk=post.topic_id).update(version=F("version") + 1)
    listing_changed(post.topic)
    return +gone


def _blank_held(post: Post) -> int:
    held = HeldPost.objects.filter(post=post)
    Draft.objects.filter(place__in=[draft_place(row) for row in held]).delete()
    held.exclude(title="").update(title=title_of_purged())
    return held.update(source="", tags=[])


def _blank_title(topic: Topic) -> None:
    title = title_of_purged()
    rows = Topic.objects.filter(pk=topic.pk)
    rows.update(title=title, slug=topic_slug(title), tags=[], version=F("version") + 1)
    rows.exclude(removal_reason="").update(removal_reason=reason_of_purged())
    Placement.objects.filter(topic=topic).update(tags=[])
