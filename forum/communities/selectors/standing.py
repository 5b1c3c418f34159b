"""Who one is where: memberships, and the roles that they give."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from forum.communities.models import Community, Membership, Role
from forum.core.known_queries import KnownQuery
from forum.people.actors import Actor, is_person, is_steward
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
    """Read the memberships of several people in one query, before policies are asked about each of them; somebody may
    be among them several times.
    """
    unread = [person for person in people if _REMEMBERED not in person.__dict__]
    found: dict[int, dict[int, Membership]] = {person.pk: {} for person in unread}
    for row in Membership.objects.filter(person__in=found) if found else ():
        found[row.person_id][row.community_id] = row
    for person in unread:
        person.__dict__[_REMEMBERED] = dict(found[person.pk])


def remember_memberships(person: Person, community_ids: set[int], rows: Iterable[Membership]) -> None:
    """Let these rows be what is known of the person in these communities from now on."""
    others = {key: row for key, row in memberships_of(person).items() if key not in community_ids}
    person.__dict__[_REMEMBERED] = others | {row.community_id: row for row in rows}


def role_in(actor: Actor, community_id: int) -> int:
    """The least or greatest thing the actor is there: a `Role`, or 0. A suspended membership counts as none."""
    if is_steward(actor):
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


def boards_moderated_by(actor: Actor) -> list[int]:
    """Ids of the boards that the actor moderates by name, in communities where they are a member in good standing."""
    known, here = memberships_of(actor), communities_where(actor, Role.MEMBER)
    return [board_id for key in here for board_id in known[key].boards_moderated]


def communities_moderated_by(actor: Actor) -> set[int]:
    """Ids of the communities in which the actor moderates everything or a board, by a role of their own."""
    known = memberships_of(actor)
    by_board = {key for key in communities_where(actor, Role.MEMBER) if known[key].boards_moderated}
    return by_board | set(communities_where(actor, Role.MODERATOR))


def communities_of(person: Person) -> QuerySet[Community]:
    """The communities that the person belongs to, by name."""
    return Community.objects.filter(pk__in=communities_where(person, Role.GUEST), archived_at=None)
