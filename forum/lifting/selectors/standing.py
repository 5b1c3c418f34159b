"""Words of rooms as they stand in posts, and the way between both."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from forum.chat.selectors.rooms import rooms_read_by
from forum.core.markup import gone_block
from forum.discussions.models import Post
from forum.lifting.blocks import block_of
from forum.lifting.models import LiftedMessage
from forum.people.models import Person

_State = LiftedMessage.State


def words_below_post(post: Post) -> str:
    """What stands below the words of a post, as HTML: "" for most."""
    rows = LiftedMessage.objects.filter(lift__post=post.pk, state__in=[_State.STANDS, _State.TAKEN_OUT])
    return "".join(_block(row) for row in rows.select_related("author").order_by("place"))


def _block(row: LiftedMessage) -> str:
    if row.state == _State.TAKEN_OUT:
        return gone_block(_("Taken out by its author."))
    return block_of(row.html, row.author, row.said_at)


def posts_with(message_ids: list[int]) -> dict[int, list[tuple[int, int]]]:
    """To which posts messages were taken, `(topic, number)` by message id, whoever may read those. One query."""
    rows = LiftedMessage.objects.filter(message__in=message_ids, state=_State.STANDS).order_by("lift")
    found: dict[int, list[tuple[int, int]]] = {}
    for message_id, topic_id, number in rows.values_list(
        "message_id", "lift__post__topic_id", "lift__post__number"
    ):
        found.setdefault(message_id, []).append((topic_id, number))
    return found


def origins_in(reader: Person, post_ids: Sequence[int]) -> dict[int, list[LiftedMessage]]:
    """The words standing in these posts, by post, with their messages where the reader reads the room. One query."""
    rows = LiftedMessage.objects.filter(
        lift__post__in=post_ids, state=_State.STANDS, message__removed_at=None,
        message__room__in=rooms_read_by(reader).values("pk"),
    )  # fmt: skip
    found: dict[int, list[LiftedMessage]] = {}
    for row in rows.select_related("lift", "message__room", "author").order_by("lift", "place"):
        found.setdefault(row.lift.post_id or 0, []).append(row)
    return found
