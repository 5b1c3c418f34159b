"""Communities that take part in sessions of others, or are asked to."""

from __future__ import annotations

from django.db.models import QuerySet

from forum.communities.models import Community, Membership, Role
from forum.communities.selectors.reading import communities_known_to
from forum.communities.selectors.standing import communities_where
from forum.gatherings.models import Gathering, Joint
from forum.gatherings.selectors.gatherings import TO_COME, with_all
from forum.people.actors import Actor, is_person, is_steward
from forum.people.models import Person


def joint_with(joint_id: int) -> Joint:
    """One row with its session and community."""
    return Joint.objects.select_related("community", "gathering__community").get(pk=joint_id)


def facilitators_asked(joint: Joint) -> list[int]:
    """Ids of those who answer for its community, but for stewards."""
    rows = Membership.objects.filter(community=joint.community, role__gte=Role.FACILITATOR)
    return list(rows.order_by("pk").values_list("person", flat=True))


def joint_for(joint_id: int) -> Joint | None:
    """One row with its session and all that policies ask of it; who may see it is asked of them."""
    row = Joint.objects.select_related("community", "asked_by", "answered_by").filter(pk=joint_id).first()
    if row is not None:
        row.gathering = with_all(Gathering.objects.all()).get(pk=row.gathering_id)
    return row


def joint_asked_anywhere() -> QuerySet[Joint]:
    """What waits for the word of a community, while its session is to come, with what is told of it."""
    rows = Joint.objects.filter(state=Joint.State.ASKED, gathering__state__in=TO_COME)
    return rows.select_related("community", "gathering__community", "asked_by")


def joint_asked_of(person: Person) -> QuerySet[Joint]:
    """What of it waits for the person, as facilitator of the communities that are asked."""
    return joint_asked_anywhere().filter(community__in=communities_where(person, Role.FACILITATOR))


def waiting_joint_in(actor: Actor, community: Community) -> int:
    """How much of it waits for the actor in a community; stewards may decide it as well."""
    if not is_person(actor):
        return 0
    rows = joint_asked_anywhere() if is_steward(actor) else joint_asked_of(actor)
    return rows.filter(community=community).count()


def communities_to_ask(person: Person, gathering: Gathering) -> list[Community]:
    """Communities that one knows of and could ask, by name."""
    present = [row.community_id for row in gathering.joint.all() if row.state in {"asked", "agreed"}]
    rows = (
        communities_known_to(person)
        .filter(archived_at=None)
        .exclude(pk__in=[gathering.community_id, *present])
    )
    return list(rows.order_by("name"))
