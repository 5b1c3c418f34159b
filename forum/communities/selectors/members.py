"""The people of a community, and the communities of a person as others see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.db.models.functions import Lower
from django.utils import timezone

from forum.communities.models import Community, Membership, Role
from forum.communities.selectors.reading import readable_community
from forum.core.known_queries import KnownQuery
from forum.core.paging import cut
from forum.people.actors import Actor
from forum.people.models import Person

FACILITATORS_SHOWN = 12


def facilitators_of(community: Community) -> list[Membership]:
    """Who facilitates the community, with their person; the first `FACILITATORS_SHOWN`."""
    return _facilitators(community.pk)


_facilitators = KnownQuery(
    lambda community_id: (
        Membership.objects.filter(community=community_id, role=Role.FACILITATOR)
        .select_related("person")
        .order_by("joined_at")[:FACILITATORS_SHOWN]
    )
)


def has_another_facilitator(community: Community, *people: Person) -> bool:
    """True where someone else than these facilitates too, and can act: neither suspended there nor shut out."""
    return has_another_with_role(Role.FACILITATOR, community, *people)


def has_another_with_role(least: Role, community: Community, *people: Person) -> bool:
    """The same of those who have at least this role."""
    others = community.memberships.filter(role__gte=least, person__is_active=True).exclude(person__in=people)
    return others.exclude(suspended_until__gt=timezone.now()).exists()


def member_at(community: Community, handle: str) -> Membership | None:
    """The membership of whoever has this handle, in whatever case, with their person. For those who look after it."""
    rows = community.memberships.select_related("person").alias(low=Lower("person__handle"))
    return rows.filter(low=handle.lower()).first()


def members_of(community: Community) -> QuerySet[Membership]:
    """Everyone in the community with their person, facilitators first, then by name. For those who may read it."""
    return community.memberships.select_related("person").order_by(
        "-role", "person__display_name", "person_id"
    )


def ids_of_members(community_ids: Iterable[int]) -> list[int]:
    """The ids of everyone in these communities, for what the software keeps of each."""
    rows = Membership.objects.filter(community__in=list(community_ids))
    return list(rows.values_list("person_id", flat=True).distinct())


def member_called(community: Community, handle: str) -> Person | None:
    """The person of this handle, whatever its case, if they belong to the community. For those who may read it."""
    found = community.memberships.filter(person__handle__iexact=handle).select_related("person").first()
    return found.person if found else None


def member_with_id(community: Community, person_id: int) -> Person | None:
    """The same by the person's id."""
    found = community.memberships.filter(person=person_id).select_related("person").first()
    return found.person if found else None


MOST_SUGGESTED = 300


def members_to_suggest(community: Community, *, but_for: Iterable[int]) -> list[Membership]:
    """Members without a higher role whose account is in use, with their person, by name; without those people.

    The first `MOST_SUGGESTED`, to choose from. For facilitators.
    """
    rows = community.memberships.filter(role=Role.MEMBER, person__is_active=True)
    rows = rows.exclude(person__in=list(but_for)).select_related("person")
    return list(rows.order_by("person__display_name", "person_id")[:MOST_SUGGESTED])


MOST_NAMED = 5000


def members_by_name(community: Community) -> list[Membership]:
    """Everyone in the community whose account is in use, with their person; the first `MOST_NAMED` by name.

    For facilitators.
    """
    rows = community.memberships.filter(person__is_active=True, person__kind=Person.Kind.HUMAN)
    named = rows.select_related("person").order_by("person__display_name", "person_id")
    return list(named[:MOST_NAMED])


MEMBERS_ON_A_PAGE = 48


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A page of a community's people, and the membership id to ask the next page with (0 on the last)."""

    members: list[Membership]
    more: int


def member_page(community: Community, *, words: str = "", after: int = 0) -> MemberPage:
    """A page of `members_of`, from behind the membership `after` on; `words` are looked for in name and affiliation."""
    rows = members_of(community)
    for word in words.split()[:4]:
        rows = rows.filter(Q(person__display_name__icontains=word) | Q(person__affiliation__icontains=word))
    edge = community.memberships.filter(pk=after).select_related("person").first() if after else None
    if edge is not None:
        behind = TupleGreaterThan(
            Tuple(F("person__display_name"), F("person_id")), (edge.person.display_name, edge.person_id)
        )
        rows = rows.filter(Q(role__lt=edge.role) | (Q(role=edge.role) & Q(behind)))
    shown, has_more = cut(rows, MEMBERS_ON_A_PAGE)
    return MemberPage(shown, shown[-1].pk if has_more else 0)


def communities_shared(person: Person, viewer: Actor) -> list[Community]:
    """The communities of a person that the viewer may read too, by name: belonging is part of what they hold."""
    rows = Membership.objects.filter(readable_community(viewer, prefix="community__"), person=person)
    found = rows.filter(community__archived_at=None).select_related("community").order_by("community__name")
    return [row.community for row in found]


def belongs_to_any(person: Person, community_ids: Iterable[int]) -> bool:
    """True where the person belongs to one of these communities."""
    wanted = list(community_ids)
    return bool(wanted) and person.memberships.filter(community__in=wanted).exists()
