"""Where a person belongs, and how they came or asked to come there. For a copy that goes to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forum.communities.models import FoundingRequest, Invitation, InvitationUse, JoiningRequest, Membership
from forum.communities.selectors.reading import communities_known_to
from forum.importing.models import ImportRun
from forum.people.models import Application, Person
from forum.personal_data.selectors.places import CHUNK


def communities(person: Person) -> Iterator[dict[str, Any]]:
    """The person's communities, and what they are there."""
    rows = Membership.objects.filter(person=person).select_related("community").order_by("joined_at")
    for row in rows.iterator(chunk_size=CHUNK):
        yield {
            "community": row.community.name,
            "role": row.get_role_display(),
            "joined_at": row.joined_at,
            "muted_until": row.muted_until,
            "suspended_until": row.suspended_until,
        }


def joining_requests(person: Person) -> Iterator[dict[str, Any]]:
    """Where the person asked to join, with what they answered."""
    known = _names_known_to(person)
    for row in JoiningRequest.objects.filter(person=person).order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "community": known.get(row.community_id),
            "answers": row.answers,
            "state": row.state,
            "answer": row.reason,
            "created_at": row.created_at,
            "decided_at": row.decided_at,
        }


def invitations_used(person: Person) -> Iterator[dict[str, Any]]:
    """The invitations by which the person came in."""
    known = _names_known_to(person)
    rows = InvitationUse.objects.filter(person=person).select_related("invitation").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield {"community": known.get(row.invitation.community_id), "used_at": row.used_at}


def invitations_sent(person: Person) -> Iterator[dict[str, Any]]:
    """The invitations that the person sent: their own words, and no address of anybody else."""
    known = _names_known_to(person)
    for row in Invitation.objects.filter(invited_by=person).order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "community": known.get(row.community_id),
            "message": row.message,
            "state": row.state,
            "uses": row.uses,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
        }


def founding_requests(person: Person) -> Iterator[dict[str, Any]]:
    """The communities that the person proposed."""
    for row in FoundingRequest.objects.filter(person=person).order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "proposed": row.fields,
            "reason": row.reason,
            "state": row.state,
            "answer": row.answer,
            "created_at": row.created_at,
        }


def application(person: Person) -> Iterator[dict[str, Any]]:
    """With what words the person asked to be let into the network, where they had to."""
    for row in Application.objects.filter(person=person):
        yield {
            "reason": row.reason,
            "state": row.state,
            "answer": row.answer,
            "created_at": row.created_at,
            "decided_at": row.decided_at,
        }


def imports(person: Person) -> Iterator[dict[str, Any]]:
    """The archives that the person brought in."""
    for row in ImportRun.objects.filter(requested_by=person).order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "name": row.name,
            "state": row.state,
            "imported": row.imported_count,
            "created_at": row.created_at,
            "ended_at": row.ended_at,
        }


def _names_known_to(person: Person) -> dict[int, str]:
    return dict(communities_known_to(person).values_list("pk", "name"))
