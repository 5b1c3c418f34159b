"""Communities that take part in sessions of others, or are asked to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

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
    """What waits for the word of a community, while its session is to come, with what is told of it. Of a series it is
    the first that waits: what is answered of it can be said for those that follow.
    """
    before = _waiting().filter(
        community=OuterRef("community"),
        gathering__series=OuterRef("gathering__series"),
        gathering__on__lt=OuterRef("gathering__on"),
    )
    return _waiting().filter(~Exists(before)).select_related("community", "gathering__community", "asked_by")


def _waiting() -> QuerySet[Joint]:
    return Joint.objects.filter(state=Joint.State.ASKED, gathering__state__in=TO_COME)


def asked_from(gathering: Gathering, community_id: int) -> QuerySet[Joint]:
    """What waits for the word of the community in sessions of the same series that follow this one."""
    if gathering.series_id is None or gathering.on is None:
        return Joint.objects.none()
    return _waiting().filter(
        community=community_id, gathering__series=gathering.series_id, gathering__on__gt=gathering.on
    )


def numbers_that_follow(rows: Sequence[Joint]) -> dict[int, int]:
    """How much more waits for the same community in sessions that follow in the series, by the id of the row. A query
    where one is of a series.
    """
    series = {row.gathering.series_id for row in rows} - {None}
    if not series:
        return {}
    found = _waiting().filter(gathering__series__in=series)
    days: dict[tuple[int, int | None], list[date]] = {}
    for community, of, day in found.values_list("community", "gathering__series", "gathering__on"):
        if day is not None:
            days.setdefault((community, of), []).append(day)
    return {
        row.pk: sum(
            day > row.gathering.on for day in days.get((row.community_id, row.gathering.series_id), ())
        )
        for row in rows
        if row.gathering.on is not None
    }


def taken_part_before(joint: Joint) -> Gathering | None:
    """The last session of the same series before it in which its community takes part."""
    gathering = joint.gathering
    if gathering.series_id is None or gathering.on is None:
        return None
    rows = Gathering.objects.filter(
        series=gathering.series_id, on__lt=gathering.on,
        joint__community=joint.community_id, joint__state=Joint.State.AGREED,
    )  # fmt: skip
    return rows.order_by("-on").first()


def is_told_before(joint: Joint) -> bool:
    """Whether the same was answered at the same moment of a session before it in the series."""
    if joint.gathering.series_id is None or joint.gathering.on is None:
        return False
    rows = Joint.objects.filter(
        community=joint.community_id, state=joint.state, answered_at=joint.answered_at,
        gathering__series=joint.gathering.series_id, gathering__on__lt=joint.gathering.on,
    )  # fmt: skip
    return rows.exists()


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
