"""What can be read of communities and memberships, by audience."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.utils import timezone

from forum.communities.models import Community, Membership, Role
from forum.core.known_queries import KnownQuery, among
from forum.people.actors import Actor, is_person
from forum.people.models import Person

_REMEMBERED = "_memberships_by_community"
_memberships = KnownQuery(lambda person_id: Membership.objects.filter(person=person_id))


def memberships_of(actor: Actor) -> dict[int, Membership]:
    """The actor's memberships by community id; read once for each actor object, `{}` for a visitor."""
    if not is_person(actor):
        return {}
    known: dict[int, Membership] | None = actor.__dict__.get(_REMEMBERED)
    if known is None:
        known = {row.community_id: row for row in _memberships(actor.pk)}
        actor.__dict__[_REMEMBERED] = known
    return known


def own_communities(person: Person) -> list[Community]:
    """The communities that the person belongs to, by name, in one query together with what `memberships_of` reads."""
    if _REMEMBERED not in person.__dict__:
        rows = Membership.objects.filter(person=person).select_related("community")
        person.__dict__[_REMEMBERED] = {row.community_id: row for row in rows}
    known = memberships_of(person)
    mine = communities_where(person, Role.GUEST)
    if any("community" not in known[key]._state.fields_cache for key in mine):
        return list(communities_of(person))
    found = [known[key].community for key in mine if known[key].community.archived_at is None]
    return sorted(found, key=lambda community: community.name)


def forget_memberships(actor: Actor) -> None:
    """Read the actor's memberships anew when they are next asked for."""
    actor.__dict__.pop(_REMEMBERED, None)


def gather_memberships(people: Iterable[Person]) -> None:
    """Read the memberships of several people in one query, before policies are asked about each of them."""
    unread = {person.pk: person for person in people if _REMEMBERED not in person.__dict__}
    for person in unread.values():
        person.__dict__[_REMEMBERED] = {}
    for row in Membership.objects.filter(person__in=unread.keys()):
        unread[row.person_id].__dict__[_REMEMBERED][row.community_id] = row


def hold_standing(person: Person, community_ids: Iterable[int]) -> None:
    """Lock the person's memberships in these communities until the transaction ends, and remember what they say now.

    What an action decides from them then stays true until it has committed: a suspension waits, or is seen.
    """
    wanted = set(community_ids)
    fresh = {row.community_id: row for row in _held(person.pk, sorted(wanted))}
    others = {key: row for key, row in memberships_of(person).items() if key not in wanted}
    person.__dict__[_REMEMBERED] = others | fresh


_held = KnownQuery(
    lambda person_id, community_ids: (
        Membership.objects.select_for_update(no_key=True)
        .filter(among("community_id", community_ids), person=person_id)
        .order_by("pk")
    )
)


def role_in(actor: Actor, community_id: int) -> int:
    """The least or greatest thing the actor is there: a `Role`, or 0. A suspended membership counts as none."""
    if not is_person(actor):
        return 0
    if actor.is_steward:
        return Role.FACILITATOR
    membership = memberships_of(actor).get(community_id)
    if membership is None or membership.is_suspended(timezone.now()):
        return 0
    return membership.role


def communities_where(actor: Actor, least_role: int) -> list[int]:
    """Ids of the communities in which the actor has at least `least_role` and is not suspended."""
    now = timezone.now()
    return [
        key
        for key, row in memberships_of(actor).items()
        if row.role >= least_role and not row.is_suspended(now)
    ]


def readable_community(actor: Actor, *, prefix: str = "") -> Q:
    """The condition under which the actor reads a community that a row reaches through `prefix`, e.g. "community__"."""
    if not is_person(actor):
        return Q(**{f"{prefix}visibility": Community.Visibility.OPEN})
    if actor.is_steward:
        return Q()
    return Q(**{f"{prefix}visibility__in": [Community.Visibility.OPEN, Community.Visibility.NETWORK]}) | Q(
        **{f"{prefix}pk__in": communities_where(actor, Role.GUEST)}
    )


def communities_known_to(actor: Actor) -> QuerySet[Community]:
    """Communities whose name and domain the actor may know of: all but hidden ones they do not belong to.

    The twin for one community is `policies.may_know_of`.
    """
    if is_person(actor) and actor.is_steward:
        return Community.objects.all()
    mine = Q(pk__in=communities_where(actor, Role.GUEST))
    return Community.objects.filter(mine | ~Q(visibility=Community.Visibility.HIDDEN))


def communities_listed_for(actor: Actor) -> QuerySet[Community]:
    """Those of them that are in use, for the directory."""
    return communities_known_to(actor).filter(archived_at=None)


def communities_matching(
    actor: Actor, *, words: str = "", kind: str = "", joining: str = ""
) -> QuerySet[Community]:
    """The directory by name, narrowed: every one of `words` in what a community says of itself, a kind, a way in."""
    rows = communities_listed_for(actor)
    for word in words.split()[:8]:
        said = Q(name__icontains=word) | Q(domain__icontains=word)
        rows = rows.filter(said | Q(regions__icontains=word) | Q(languages__icontains=word))
    if kind in Community.Kind.values:
        rows = rows.filter(kind=kind)
    if joining in Community.Joining.values:
        rows = rows.filter(joining=joining)
    return rows.order_by("name")


COMMUNITIES_ON_A_PAGE = 24


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """A page of the directory, and the name behind which the next one begins ("" on the last)."""

    communities: list[Community]
    more: str


def directory_page(actor: Actor, *, words: str, kind: str, joining: str, after: str) -> CommunityPage:
    """A page of `communities_matching`, from behind the name `after` on."""
    rows = communities_matching(actor, words=words, kind=kind, joining=joining)
    found = list(rows.filter(name__gt=after)[: COMMUNITIES_ON_A_PAGE + 1])
    shown = found[:COMMUNITIES_ON_A_PAGE]
    return CommunityPage(shown, shown[-1].name if len(found) > COMMUNITIES_ON_A_PAGE else "")


def largest_open_communities(*, limit: int) -> list[Community]:
    """The communities in use that anyone on the web reads, those with most members first. For visitors."""
    rows = Community.objects.filter(visibility=Community.Visibility.OPEN, archived_at=None)
    return list(rows.order_by("-member_count", "name")[:limit])


def communities_of(person: Person) -> QuerySet[Community]:
    """The communities that the person belongs to, by name."""
    return Community.objects.filter(pk__in=communities_where(person, Role.GUEST), archived_at=None)


def facilitators_of(community: Community) -> QuerySet[Membership]:
    """Who facilitates the community, with their person."""
    return community.memberships.filter(role=Role.FACILITATOR).select_related("person").order_by("joined_at")


def has_another_facilitator(community: Community, person: Person) -> bool:
    """True where someone else facilitates the community too."""
    return community.memberships.filter(role=Role.FACILITATOR).exclude(person=person).exists()


def members_of(community: Community) -> QuerySet[Membership]:
    """Everyone in the community with their person, facilitators first, then by name. For those who may read it."""
    return community.memberships.select_related("person").order_by(
        "-role", "person__display_name", "person_id"
    )


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
    found = list(rows[: MEMBERS_ON_A_PAGE + 1])
    shown = found[:MEMBERS_ON_A_PAGE]
    return MemberPage(shown, shown[-1].pk if len(found) > MEMBERS_ON_A_PAGE else 0)


def communities_shared(person: Person, viewer: Actor) -> list[Community]:
    """The communities of a person that the viewer may read too, by name: belonging is part of what they hold."""
    rows = Membership.objects.filter(readable_community(viewer, prefix="community__"), person=person)
    found = rows.filter(community__archived_at=None).select_related("community").order_by("community__name")
    return [row.community for row in found]
