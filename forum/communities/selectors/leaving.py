"""What keeps a person in the network: communities that nobody else facilitates."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from forum.communities.models import Community, Membership, Role
from forum.people.models import Person


def facilitated_alone(person: Person) -> list[Community]:
    """The communities that the person alone facilitates, by name. For themselves."""
    others = Membership.objects.filter(community=OuterRef("pk"), role=Role.FACILITATOR).exclude(person=person)
    mine = Membership.objects.filter(person=person, role=Role.FACILITATOR).values("community")
    return list(Community.objects.filter(~Exists(others), pk__in=mine).order_by("name"))
