"""Rows of the inbox: a notice each, or several of one topic together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from forum.discussions.models import Topic
from forum.notifications.kinds import KINDS
from forum.notifications.models import Notice
from forum.notifications.selectors.inbox import NoticePage
from forum.notifications.sentences import topic_of
from forum.repertoire.models import PracticeNote


@dataclass(frozen=True, slots=True)
class Row:
    """What one line of an inbox says, where it leads, and since when; `number` is how many notices it stands for."""

    key: str
    kind: str
    says: str
    url: str
    at: datetime
    is_unread: bool
    number: int = 1


def rows_of(page: NoticePage) -> list[Row]:
    """The page's notices in their order. Those that say the same of one topic or practice note, and are alike unread or
    read, are one row where the newest of them stands; it leads to the oldest.
    """
    together: dict[object, list[Notice]] = {}
    for notice in page.notices:
        together.setdefault(_alike(notice), []).append(notice)
    return [_row(notices, page.titles) for notices in together.values()]


def _alike(notice: Notice) -> object:
    about = _told_together(notice)
    if KINDS[notice.kind].many is None or about is None:
        return notice.pk
    return (notice.kind, about.pk, notice.is_unread)


def _told_together(notice: Notice) -> Topic | PracticeNote | None:
    """The topic, or the practice note, whose notices are told together."""
    return notice.quote.note if notice.quote is not None else topic_of(notice)


def _row(notices: list[Notice], titles: dict[int, str]) -> Row:
    newest, oldest = notices[0], notices[-1]
    kind, about = KINDS[newest.kind], _told_together(newest)
    url = reverse("notice", args=[oldest.pk])
    if len(notices) == 1 or kind.many is None or about is None:
        says, key = kind.says(newest, titles), str(newest.pk)
    else:
        title = about.title if isinstance(about, PracticeNote) else titles.get(about.pk, "")
        says, key = kind.many(len(notices), title), f"{newest.kind}-{about.pk}"
        url += f"?to={max(notice.pk for notice in notices)}"
        key += "-unread" if newest.is_unread else ""
    return Row(key, newest.kind, says, url, newest.created_at, newest.is_unread, len(notices))
