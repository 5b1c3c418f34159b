"""Keeping words that are not posted yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.limits import DRAFTING, spend
from forum.core.verdicts import Invalid, Refused, Verdict, require
from forum.discussions.actions.guarding import is_kept_back
from forum.discussions.models import Board, Draft, HeldPost, Post, Topic, draft_place
from forum.discussions.models.topics import MAX_TITLE_LENGTH
from forum.discussions.policies.boards import may_read_board
from forum.discussions.policies.holding import may_change_held
from forum.discussions.policies.topics import live_boards, may_read_topic
from forum.people.models import Person

MAX_DRAFT_LENGTH = 100_000


@transaction.atomic
def keep_draft(
    *,
    person: Person,
    place: Board | Topic | Post | HeldPost,
    body: str,
    title: str = "",
    parent_number: int | None = None,
    revision: int | None = None,
    now: datetime | None = None,
) -> Draft | None:
    """Store what was typed so far, over what was kept there before; nothing typed drops it. Raises Refused, Invalid.

    `revision` is that of the post which an edit began from. A draft may be longer than a post, so that a text that is
    too long is not lost either.
    """
    spend(DRAFTING, person.pk)
    require(_may_write_at(person, place))
    if len(body) > MAX_DRAFT_LENGTH:
        raise Invalid(_("This text is too long to be kept as a draft. Copy it to a place of your own."))
    if not body.strip() and not title.strip():
        drop_draft(person=person, place=draft_place(place))
        return None
    draft, _is_new = Draft.objects.update_or_create(
        person=person,
        place=draft_place(place),
        defaults={
            "body": body.replace("\x00", ""),
            "title": title.replace("\x00", "")[:MAX_TITLE_LENGTH],
            "parent_number": parent_number,
            "revision": revision,
            "board": place if isinstance(place, Board) else None,
            "topic": None if isinstance(place, Board) else _topic_of(place),
            "updated_at": now or timezone.now(),
        },
    )
    return draft


@transaction.atomic
def keep_begun(
    *,
    person: Person,
    place: Board | Topic | Post | HeldPost,
    body: str,
    title: str = "",
    parent_number: int | None = None,
    revision: int | None = None,
    cleared: str = "",
    now: datetime | None = None,
) -> Draft | None:
    """Store what somebody is about to send, as `keep_draft` does, but nothing that may identify a patient.

    That stays where it is typed, until they have `cleared` it. Raises Refused, Invalid.
    """
    if is_kept_back([title, body], lambda: _boards_of(place), cleared=cleared, known=_known_at(place)):
        raise Refused(_("it may identify a patient, and stays on this device until you send it."))
    return keep_draft(
        person=person, place=place, body=body, title=title, parent_number=parent_number, revision=revision,
        now=now,
    )  # fmt: skip


def throw_draft_away(*, person: Person, place: str) -> None:
    """Forget a draft because its writer wants it gone. Raises TooMany."""
    spend(DRAFTING, person.pk)
    drop_draft(person=person, place=place)


def drop_draft(*, person: Person, place: str) -> None:
    """Forget what was typed there, e.g. once it is posted."""
    Draft.objects.filter(person=person, place=place).delete()


def _may_write_at(person: Person, place: Board | Topic | Post | HeldPost) -> Verdict:
    if isinstance(place, HeldPost):
        return may_change_held(person, place)
    if isinstance(place, Board):
        return may_read_board(person, place)
    return may_read_topic(person, place if isinstance(place, Topic) else place.topic)


def _boards_of(place: Board | Topic | Post | HeldPost) -> Sequence[Board]:
    if isinstance(place, Board):
        return [place]
    if isinstance(place, HeldPost):
        return [place.board]
    return live_boards(place if isinstance(place, Topic) else place.topic)


def _known_at(place: Board | Topic | Post | HeldPost) -> list[str]:
    """What stands there already, and is on the server anyway."""
    if isinstance(place, Post):
        return [place.source]
    return [place.title, place.source] if isinstance(place, HeldPost) else []


def _topic_of(place: Topic | Post | HeldPost) -> Topic | None:
    return place if isinstance(place, Topic) else place.topic
