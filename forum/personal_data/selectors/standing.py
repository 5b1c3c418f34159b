"""What a person was given by those who look after places, and what they said against it, for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forum.communities.models import Measure
from forum.communities.selectors.reading import communities_known_to
from forum.moderation.models import Appeal
from forum.people.models import Person


def measures(person: Person) -> Iterator[dict[str, Any]]:
    """Each with its reason and end. Who gave it is somebody else’s: they are not named."""
    known = dict(communities_known_to(person).values_list("pk", "name"))
    for row in Measure.objects.filter(person=person).order_by("pk").iterator(chunk_size=500):
        yield {
            "community": known.get(row.community_id or 0),
            "whole_network": row.community_id is None,
            "kind": row.kind,
            "reason": row.reason,
            "given_at": row.given_at,
            "ends_at": row.ends_at,
            "lifted_at": row.lifted_at,
            "lifted_why": row.lifted_why,
        }


def appeals(person: Person) -> Iterator[dict[str, Any]]:
    """What they asked others to look at again, and what these decided."""
    for row in Appeal.objects.filter(person=person).order_by("pk").iterator(chunk_size=500):
        yield {
            "about": _about(row),
            "words": row.words,
            "asked_at": row.asked_at,
            "state": row.state,
            "reason": row.reason,
            "decided_at": row.decided_at,
        }


def _about(appeal: Appeal) -> str:
    if appeal.measure_id is not None:
        return "measure"
    if appeal.topic_id is not None:
        return "removed topic"
    if appeal.question_id is not None:
        return "removed question"
    return "removed post" if appeal.post_id is not None else "removed message"
