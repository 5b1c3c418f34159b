"""What keeps a person in the network: communities that nobody else facilitates."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from forum.communities.models import Community, Membership, Role
from forum.people.models import Person


def hold_own_communities(person_id: int) -> None:
    """Lock the communities and memberships of the person until the transaction ends, in the order of everyone else.

    Nobody joins, leaves or is given a role there meanwhile, and the person does nothing that rests on belonging.
    """
    mine = Membership.objects.filter(person=person_id)
    communities = Community.objects.filter(pk__in=mine.values("community")).order_by("pk")
    list(communities.select_for_update(no_key=True).values_list("pk"))
    list(mine.select_for_update().order_by("pk").values_list("pk"))


def facilitated_alone(person: Person) -> list[Community]:
    """The communities that the person alone facilitates, by name. For themselves."""
    others = Membership.objects.filter(community=OuterRef("pk"), role=Role.FACILITATOR).exclude(person=person)
    mine = Membership.objects.filter(person=person, role=Role.FACILITATOR).values("community")
    return list(Community.objects.filter(~Exists(others), pk__in=mine).order_by("name"))
