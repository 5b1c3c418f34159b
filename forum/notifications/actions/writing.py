"""Writing notices: in the transaction of what they tell, one statement for all who are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from forum.core.events import publish
from forum.notifications.events import InboxesChanged
from forum.notifications.models import THINGS, Notice

KEPT = timedelta(days=90)
AT_ONCE = 1000


@transaction.atomic
def write_notices(
    kind: str, people: Iterable[int], *, about: Model, occasion: object = "", at: datetime | None = None
) -> None:
    """Tell these people (ids) of something about `about`, one of `THINGS`. What was told to somebody stays told once:
    `occasion` tells one event about a thing from the next. `at` is when it happened; what is older than `KEPT` is no
    news. They come in one order everywhere, so that of two who tell the same people the second waits.
    """
    moment = at or timezone.now()
    told = sorted(set(people))
    if not told or moment < timezone.now() - KEPT:
        return
    thing = next(name for name in THINGS if isinstance(about, _model(name)))
    key = f"{kind}:{about.pk}:{occasion}"[:100]
    Notice.objects.bulk_create(
        [Notice(recipient_id=each, kind=kind, key=key, created_at=moment, **{thing: about}) for each in told],
        ignore_conflicts=True,
        batch_size=AT_ONCE,
    )
    publish(InboxesChanged(person_ids=tuple(told)))


@transaction.atomic
def write_notices_of_post(*, post_id: int) -> None:
    """Tell those whom a new post names, whom it answers, and who follow its topic: each of one of these, in this order.

    Never its author. Whoever may not read it there is not shown it.
    """
    _write_of_post(_MENTIONED + _ANSWERED + _FOLLOWING, post_id, None)


@transaction.atomic
def write_notices_of_mentions(*, post_id: int, now: datetime) -> None:
    """Tell those whom a post names since it was changed, and who were told nothing of it before."""
    _write_of_post(_MENTIONED, post_id, now)


def _write_of_post(who: str, post_id: int, at: datetime | None) -> None:
    with connection.cursor() as cursor:
        since = timezone.now() - KEPT
        cursor.execute(_OF_POST % who, {"post": post_id, "at": at, "since": since})
        told = [person_id for (person_id,) in cursor.fetchall()]
    if told:
        publish(InboxesChanged(person_ids=tuple(told)))


def _model(thing: str) -> type[Model]:
    related = Notice._meta.get_field(thing).related_model
    assert isinstance(related, type)
    return related


_MENTIONED = (
    "SELECT mention.person_id, 'mention', 1 FROM forum_mention AS mention WHERE mention.post_id = post.id"
)
_ANSWERED = " UNION ALL SELECT parent.author_id, 'reply', 2 WHERE parent.author_id IS NOT NULL"
_FOLLOWING = """
    UNION ALL SELECT following.person_id, 'followed', 3 FROM forum_following AS following
    WHERE following.topic_id = post.topic_id"""
# Whoever closes their account at this moment is left out and not waited for, as in `selectors.addressees`.
_OF_POST = """
WITH told AS (
    SELECT DISTINCT ON (told.person_id) told.person_id, told.kind, post.id AS post_id,
        coalesce(%%(at)s::timestamptz, post.created_at) AS moment
    FROM forum_post AS post LEFT JOIN forum_post AS parent ON parent.id = post.parent_id,
    LATERAL (%s) AS told (person_id, kind, place)
    WHERE post.id = %%(post)s AND told.person_id <> post.author_id
    ORDER BY told.person_id, told.place
), people AS (
    SELECT id FROM forum_person WHERE id IN (SELECT person_id FROM told) AND is_active AND kind = 'human'
    ORDER BY id FOR KEY SHARE SKIP LOCKED
)
INSERT INTO forum_notice (recipient_id, kind, key, post_id, created_at)
SELECT told.person_id, told.kind, 'post:' || told.post_id, told.post_id, told.moment
FROM told JOIN people ON people.id = told.person_id WHERE told.moment >= %%(since)s
ORDER BY told.person_id
ON CONFLICT (recipient_id, key) DO NOTHING RETURNING recipient_id
"""
