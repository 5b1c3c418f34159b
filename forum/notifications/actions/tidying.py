"""What keeps inboxes short: old notices go, and what was seen elsewhere is marked as read."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from forum.notifications.actions.writing import KEPT
from forum.notifications.models import Notice

MOST_KEPT = 500  # of one person
BATCH = 1000


def clear_old_notices(now: datetime) -> int:
    """Let notices go that are older than `KEPT`, and those above `MOST_KEPT` of a person. Returns how many."""
    place = Window(RowNumber(), partition_by="recipient", order_by=[F("created_at").desc(), F("pk").desc()])
    too_many = Notice.objects.annotate(place=place).filter(place__gt=MOST_KEPT)
    old = Notice.objects.filter(created_at__lt=now - KEPT)
    return _cleared(old) + _cleared(too_many)


def _cleared(notices: QuerySet[Notice]) -> int:
    cleared = 0
    while keys := list(notices.values_list("pk", flat=True)[:BATCH]):
        cleared += Notice.objects.filter(pk__in=keys).delete()[0]
    return cleared


@transaction.atomic
def mark_seen_notices(now: datetime) -> int:
    """Mark as read what counts as read since its post was seen: counting stays quick. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, {"now": now})
        seen: int = cursor.rowcount
    return seen


@transaction.atomic
def forget_notices_of(*, person_id: int) -> None:
    """Nobody is told of anything who has left. Part of leaving."""
    Notice.objects.filter(recipient=person_id).delete()


@transaction.atomic
def forget_read_notices(kind: str, **about: int) -> None:
    """What was read about one thing goes, where the same is told anew: it would say so twice."""
    Notice.objects.filter(kind=kind, read_at__isnull=False, **about).delete()


@transaction.atomic
def forget_notices_of_own_posts(*, person_id: int) -> None:
    """Whoever turns out to have written a post needs not be told of it. Part of claiming imported posts."""
    Notice.objects.filter(recipient=person_id, post__author=person_id, key__startswith="post:").delete()


_SEEN = """
UPDATE forum_notice AS notice SET read_at = %(now)s
FROM forum_post AS post JOIN forum_readposition AS position ON position.topic_id = post.topic_id
WHERE notice.read_at IS NULL AND notice.key = 'post:' || post.id AND post.id = notice.post_id
    AND position.person_id = notice.recipient_id AND position.seen @> post.number
"""
