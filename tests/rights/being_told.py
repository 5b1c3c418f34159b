"""What people do with what they are told of."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from forum.moderation.models import Case
from forum.notifications.models import Notice
from forum.people.models import Person
from tests.rights.acts import Act, doing, opening, reading
from tests.rights.places import Place
from tests.rights.roles import reads_signed_in, signed_in, tends_board


def _nothing(_place: Place) -> list[Any]:
    return []


def _told(place: Place) -> None:
    """Everybody is told of a post, and that it was reported."""
    case = Case.objects.create(post=place.post)
    for person in Person.objects.filter(is_active=True, kind="human"):
        Notice.objects.create(recipient=person, kind="followed", key="told", post=place.post)
        Notice.objects.create(recipient=person, kind="case-waits", key="case", case=case)


def _of(kind: str) -> Any:
    """The notice of whoever tries, who is the last to have signed in; of a visitor, anybody's."""

    def found(_place: Place) -> list[Any]:
        last = F("recipient__last_login").desc(nulls_last=True)
        return [Notice.objects.filter(kind=kind).order_by(last)[0].pk]

    return found


def _all(_place: Place) -> dict[str, str]:
    return {"up_to": str(Notice.objects.latest("pk").pk)}


BEING_TOLD: list[Act] = [
    reading("look into one's inbox", signed_in, "inbox", _nothing),
    doing("mark as read what one was told", signed_in, "inbox-read", _nothing, _all, before=_told),
    opening("open a notice of a post", reads_signed_in, "notice", _of("followed"), before=_told),
    opening("open a notice of a report", tends_board, "notice", _of("case-waits"), before=_told),
]
