"""Topics that were removed and can still be brought back; whether by their reader, a policy says of each."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from forum.communities.models import Community
from forum.communities.selectors.reach import Reader, ReaderKind, reach_of
from forum.core.known_queries import among
from forum.discussions.models import Topic

MOST_SHOWN = 100


def removed_topic(topic_id: int) -> Topic | None:
    """A removed topic whose words are kept, for policies to decide on; None where there is no such one."""
    return _removed().filter(pk=topic_id).first()


def removed_topics(reader: Reader, community: Community) -> list[Topic]:
    """Those at home on boards of a community that the reader moderates, the latest first.

    Twin: `may_restore_topic`, but for ranks.
    """
    rows = _removed().filter(home_board__community=community).order_by("-removed_at", "-pk")
    return list(rows.filter(_moderated_by(reader))[:MOST_SHOWN])


def _moderated_by(reader: Reader) -> Q:
    reach = reach_of(reader)
    if reach.kind == ReaderKind.STEWARD:
        return Q()
    return Q(among("home_board__community_id", reach.moderator)) | Q(among("home_board_id", reach.boards))


def _removed() -> QuerySet[Topic]:
    rows = Topic.objects.filter(removed_at__isnull=False, post_count__gt=0)
    return rows.select_related("home_board__community", "author", "removed_by")
