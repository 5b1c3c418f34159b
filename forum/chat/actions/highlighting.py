"""Highlights of a live session: what those who lead it want to keep of what was said."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.chat.actions.log import Happening, append
from forum.chat.actions.messages import locked_message
from forum.chat.models import Message
from forum.chat.policies.messages import may_highlight_message
from forum.core.limits import TENDING, spend
from forum.core.verdicts import require
from forum.people.models import Person


@transaction.atomic
def highlight_message(*, host: Person, message: Message, now: datetime | None = None) -> Message:
    """Say that it is worth keeping; all see that. Highlighted already, it stays so. Raises Refused or TooMany."""
    return _mark(host, message, now or timezone.now(), wanted=True)


@transaction.atomic
def highlight_no_more(*, host: Person, message: Message, now: datetime | None = None) -> Message:
    """Take the mark off again. Raises Refused or TooMany."""
    return _mark(host, message, now or timezone.now(), wanted=False)


def _mark(host: Person, message: Message, moment: datetime, *, wanted: bool) -> Message:
    message = locked_message(host, message)
    require(may_highlight_message(host, message))
    spend(TENDING, host.pk)
    if (message.highlighted_at is not None) is wanted:
        return message
    message.highlighted_at, message.highlighted_by = (moment, host) if wanted else (None, None)
    message.save(update_fields=["highlighted_at", "highlighted_by"])
    kind = "highlighted" if wanted else "unhighlighted"
    append(message.room_id, Happening(kind, host.pk, moment, {"id": message.pk}), message=message)
    return message
