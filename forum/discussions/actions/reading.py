"""Moving a read position on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg.sql import SQL

from forum.core.events import publish
from forum.core.limits import READING_MARKS, spend
from forum.core.multirange import multirange
from forum.core.verdicts import require
from forum.discussions.events import TopicRead
from forum.discussions.models import Topic
from forum.discussions.policies.topics import may_read_topic
from forum.people.models import Person


@transaction.atomic
def mark_seen(
    *, reader: Person, topic: Topic, spans: list[tuple[int, int]], now: datetime | None = None
) -> None:
    """Add spans of post numbers, first and last included, to what the reader has seen. Raises Refused or TooMany.

    Numbers that the topic does not have are left out. What was seen stays seen, in whatever order calls arrive.
    """
    spend(READING_MARKS, reader.pk, at=now)
    require(may_read_topic(reader, topic))
    last = topic.last_number
    kept = [(max(low, 1), min(high, last)) for low, high in spans if low <= min(high, last) and high >= 1]
    if kept:
        _add(reader, topic, kept, now or timezone.now())


def see_posts(*, reader: Person, topic: Topic, first: int, last: int, now: datetime) -> None:
    """Add one span to what the reader has seen, within an action that has asked its policy."""
    _add(reader, topic, [(first, last)], now)


def pass_over_gone_posts(topic: Topic) -> None:
    """Count the numbers that no page shows any more as seen by everyone who reads the topic: those of removed posts,
    and of posts that stand in another topic now.

    Whoever begins to read it later is told of them with the first posts they see. Within an action that removes or
    relocates.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PASS_OVER, {"topic": topic.pk})


def _add(reader: Person, topic: Topic, spans: list[tuple[int, int]], now: datetime) -> None:
    with connection.cursor() as cursor:
        facts: dict[str, Any] = {
            "person": reader.pk,
            "topic": topic.pk,
            "spans": multirange(*spans),
            "now": now,
        }
        cursor.execute(_UNITE, facts)
    publish(TopicRead(topic_id=topic.pk, person_id=reader.pk))


# Posts that were removed and hold no place: nobody will ever have them in view. And, where a topic was split or united,
# numbers that no post has.
_GONE = SQL("""
coalesce((
    SELECT range_agg(int4range(number, number + 1)) FROM forum_post
    WHERE topic_id = %(topic)s AND removed_at IS NOT NULL AND reply_count = 0
), '{}')
+ CASE WHEN EXISTS (SELECT FROM forum_relocation WHERE topic_id = %(topic)s OR into_id = %(topic)s)
    THEN (SELECT int4multirange(int4range(1, last_number + 1)) FROM forum_topic WHERE id = %(topic)s)
        - (SELECT coalesce(range_agg(int4range(number, number + 1)), '{}') FROM forum_post WHERE topic_id = %(topic)s)
    ELSE '{}'
END
""")

_UNITE = (
    SQL("""
INSERT INTO forum_readposition AS position (person_id, topic_id, seen, seen_count, up_to, read_at)
SELECT %(person)s, %(topic)s, fresh.seen, figures.seen_count, figures.up_to, %(now)s
FROM (SELECT %(spans)s::int4multirange + {gone} AS seen) AS fresh,
LATERAL (
    SELECT sum(upper(span) - lower(span)) AS seen_count,
        coalesce(max(upper(span)) FILTER (WHERE lower(span) = 1), 1) - 1 AS up_to
    FROM unnest(fresh.seen) AS span
) AS figures
ON CONFLICT (person_id, topic_id) DO UPDATE SET
    seen = position.seen + excluded.seen,
    seen_count = (SELECT sum(upper(span) - lower(span)) FROM unnest(position.seen + excluded.seen) AS span),
    up_to = (
        SELECT coalesce(max(upper(span)) FILTER (WHERE lower(span) = 1), 1) - 1
        FROM unnest(position.seen + excluded.seen) AS span
    ),
    read_at = greatest(position.read_at, excluded.read_at)
""")
    .format(gone=_GONE)
    .as_string()
)

_PASS_OVER = (
    SQL("""
UPDATE forum_readposition AS position SET
    seen = position.seen + gone.numbers,
    seen_count = (SELECT sum(upper(span) - lower(span)) FROM unnest(position.seen + gone.numbers) AS span),
    up_to = (
        SELECT coalesce(max(upper(span)) FILTER (WHERE lower(span) = 1), 1) - 1
        FROM unnest(position.seen + gone.numbers) AS span
    )
FROM (SELECT {gone} AS numbers) AS gone
WHERE position.topic_id = %(topic)s AND NOT position.seen @> gone.numbers
""")
    .format(gone=_GONE)
    .as_string()
)
