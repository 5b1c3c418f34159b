"""What becomes of words of rooms in posts where the message is purged, and of what whoever took them said."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Q

from forum.core.markup import plain_text
from forum.core.passages import Passages, clean_plain_words
from forum.discussions.actions.below import lay_out_anew
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.files import drop_files
from forum.discussions.models import Attachment, Post
from forum.lifting.actions.publishing import files_named_in
from forum.lifting.models import Lift, LiftedMessage

_State = LiftedMessage.State


def topics_with_words_of(*, message_id: int) -> set[int]:
    """Ids of the topics in whose posts words of the message stand."""
    rows = LiftedMessage.objects.filter(message=message_id, state=_State.STANDS, lift__post__isnull=False)
    return set(rows.values_list("lift__post__topic_id", flat=True))


def topics_with_lifted(passages: Passages, *, since: datetime) -> set[int]:
    """The same for passages that somebody said again in a room, from where they were taken."""
    rows = LiftedMessage.objects.filter(state=_State.STANDS, said_at__gte=since)
    columns = rows.values_list("lift__post__topic_id", "html", "lift__ended_at")
    return {topic for topic, html, taken_at in columns if _holds(html, passages, taken_at)}


def purge_lifted(passages: Passages, *, message_id: int | None, since: datetime) -> Counter[str]:
    """Let lifted words go: of the message, and those that hold passages; how many places there were.

    Part of the action that purges, which has locked the topics in which they stand.
    """
    rows = LiftedMessage.objects.filter(Q(said_at__gte=since) | Q(message=message_id), state=_State.STANDS)
    gone = 0
    for row in rows.select_related("lift").order_by("pk"):
        if (message_id is not None and row.message_id == message_id) or _holds(
            row.html, passages, row.lift.ended_at
        ):
            _take_out(row)
            gone += 1
    said = clean_plain_words(
        Lift.objects.filter(Q(created_at__gte=since) | Q(state=Lift.State.ASKING)),
        ["title", "source", "why"],
        passages,
        written=["created_at"],
    )
    return Counter(lifted=gone, quotes=said)


def _holds(html: str, passages: Passages, taken_at: datetime | None) -> bool:
    said = plain_text(html)
    return passages.without(said, taken_at) != said


def _take_out(row: LiftedMessage) -> None:
    files = files_named_in(row.html)
    rows = Post.objects.select_for_update(of=("self",)).select_related("topic__home_board__community")
    post = rows.get(pk=row.lift.post_id or 0)
    drop_files(Attachment.objects.filter(pk__in=files, post=post, owner=row.author_id))
    LiftedMessage.objects.filter(pk=row.pk).update(state=_State.LEFT_OUT, html="")
    lay_out_anew(post)
    listing_changed(post.topic)
