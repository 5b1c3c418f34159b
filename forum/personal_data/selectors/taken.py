"""What a person took from rooms to boards, and what others took of their words. For a copy that goes to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forum.lifting.models import Lift, LiftedMessage
from forum.people.models import Person
from forum.personal_data.selectors.places import CHUNK


def taken_by(person: Person) -> Iterator[dict[str, Any]]:
    """What the person took, or asked for; of the words of others, how many."""
    for row in Lift.objects.filter(lifter=person).order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "title": row.title,
            "introduction": row.source,
            "why": row.why,
            "state": row.state,
            "messages": row.messages.count(),
            "post": row.post_id,
            "created_at": row.created_at,
            "ended_at": row.ended_at,
        }


def taken_of(person: Person) -> Iterator[dict[str, Any]]:
    """Messages of the person's that somebody took or asked for, with what they answered."""
    rows = LiftedMessage.objects.filter(author=person).order_by("pk").defer("html")
    for row in rows.iterator(chunk_size=CHUNK):
        yield {
            "message": row.message_id,
            "wording": row.revision,
            "state": row.state,
            "answered_at": row.answered_at,
        }
