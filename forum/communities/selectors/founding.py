"""Communities that were proposed, for who proposed them and for the stewards who answer."""

from __future__ import annotations

from django.db.models import QuerySet

from forum.communities.models import FoundingRequest
from forum.communities.selectors.reach import Reader, ReaderKind, reach_of
from forum.people.models import Person

PROPOSALS_SHOWN = 50


def waiting_proposals_of(person: Person) -> int:
    """How many proposals of the person's wait for an answer."""
    return FoundingRequest.objects.filter(person=person, state=FoundingRequest.State.WAITING).count()


def proposals_of(person: Person) -> list[FoundingRequest]:
    """What the person has proposed, the latest first, with what became of it. For themselves."""
    return list(own_proposals(person).order_by("-pk")[:PROPOSALS_SHOWN])


def own_proposals(person: Person) -> QuerySet[FoundingRequest]:
    """What the person has ever proposed. For themselves."""
    return FoundingRequest.objects.filter(person=person).select_related("community", "decided_by")


def proposals_visible_to(reader: Reader) -> QuerySet[FoundingRequest]:
    """Every proposal for stewards, none for anybody else, with the people in it."""
    rows = FoundingRequest.objects.select_related("person", "community", "decided_by")
    return rows if reach_of(reader).kind == ReaderKind.STEWARD else rows.none()


def waiting_proposals(reader: Reader) -> list[FoundingRequest]:
    """Those that wait for an answer, the oldest first. For stewards."""
    rows = proposals_visible_to(reader).filter(state=FoundingRequest.State.WAITING)
    return list(rows.order_by("pk")[:PROPOSALS_SHOWN])


def answered_proposals(reader: Reader) -> list[FoundingRequest]:
    """Those that were answered, the latest first. For stewards."""
    rows = proposals_visible_to(reader).exclude(state=FoundingRequest.State.WAITING)
    return list(rows.order_by("-decided_at")[:PROPOSALS_SHOWN])
