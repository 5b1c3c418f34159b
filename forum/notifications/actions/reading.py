"""Marking notices as read: by opening what they are about, all at once, or because what waited is decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from forum.core.events import publish
from forum.core.limits import READING_MARKS, spend
from forum.notifications.events import InboxesChanged
from forum.notifications.models import Notice
from forum.people.models import Person


@transaction.atomic
def read_notice(*, person: Person, notice: Notice, now: datetime | None = None) -> None:
    """Mark one of the person's notices as read. Twice is the same as once. Raises TooMany."""
    spend(READING_MARKS, person.pk)
    _read(Notice.objects.filter(recipient=person, pk=notice.pk), now)


@transaction.atomic
def read_notices_together(*, person: Person, notice: Notice, up_to: int, now: datetime | None = None) -> None:
    """The same for those of its kind about posts of the same topic, or about quotes in the same practice note, up to
    the one of that id. Raises TooMany.
    """
    spend(READING_MARKS, person.pk)
    alike = Notice.objects.filter(recipient=person, kind=notice.kind)
    if notice.quote is not None:
        alike = alike.filter(quote__note=notice.quote.note_id)
    else:
        assert notice.post is not None
        alike = alike.filter(post__topic=notice.post.topic_id)
    _read(alike.filter(pk__lte=max(up_to, notice.pk)), now)


@transaction.atomic
def read_all_notices(*, person: Person, up_to: int, now: datetime | None = None) -> None:
    """Mark all as read that there were when the one of id `up_to` was the newest; what came meanwhile stays unread.

    Raises TooMany.
    """
    spend(READING_MARKS, person.pk)
    _read(Notice.objects.filter(recipient=person, pk__lte=up_to), now)


@transaction.atomic
def settle_notices(
    kind: str, *, but_for: Collection[int] = (), now: datetime | None = None, **about: int | Sequence[int]
) -> None:
    """What waited for somebody's word waits no longer: whoever was told of it has it read, but for those people (ids),
    whose word is missing still.
    """
    _read(Notice.objects.filter(kind=kind, **about).exclude(recipient__in=but_for), now)


@transaction.atomic
def recount_notices_of_post(*, post_id: int) -> None:
    """Who was told of a post that stands no more is shown that no more, so what waits for them is another number."""
    people = (
        Notice.objects.filter(post=post_id, read_at=None)
        .order_by("recipient")
        .values_list("recipient", flat=True)
    )
    told = tuple(people.distinct())
    if told:
        publish(InboxesChanged(person_ids=told))


def _read(notices: QuerySet[Notice], now: datetime | None) -> None:
    unread = notices.filter(read_at=None).order_by("recipient", "pk").select_for_update(no_key=True)
    found = dict(unread.values_list("pk", "recipient_id"))
    if not found:
        return
    Notice.objects.filter(pk__in=found).update(read_at=now or timezone.now())
    publish(InboxesChanged(person_ids=tuple(sorted(set(found.values())))))
