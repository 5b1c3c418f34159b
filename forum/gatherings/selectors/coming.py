"""Who comes to a live session, as others may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.communities.models import Role
from forum.communities.selectors.standing import role_in
from forum.gatherings.models import Coming, Gathering
from forum.people.actors import Actor
from forum.people.models import Person

MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class People:
    """Who comes and who waits for a place, in the order of asking; numbers tell of all of them."""

    coming: Sequence[Person] = ()
    waiting: Sequence[Person] = ()
    coming_number: int = 0
    waiting_number: int = 0


def people_coming(actor: Actor, gathering: Gathering) -> People:
    """By name for those who belong to a community that takes part, or look after the network; for others in numbers."""
    rows = Coming.objects.filter(gathering=gathering).exclude(state=Coming.State.NOT_COMING)
    found = list(rows.order_by("asked_at", "pk").select_related("person"))
    coming = [row.person for row in found if row.state == Coming.State.COMING]
    waiting = [row.person for row in found if row.state == Coming.State.WAITING]
    keys = {
        gathering.community_id,
        *(row.community_id for row in gathering.joint.all() if row.state == "agreed"),
    }
    if not any(role_in(actor, key) >= Role.GUEST for key in keys):
        return People(coming_number=len(coming), waiting_number=len(waiting))
    return People(coming[:MOST_NAMED], waiting[:MOST_NAMED], len(coming), len(waiting))


def who_is_mailed(gathering_id: int) -> tuple[int, list[int]]:
    """The revision of a session, and ids of those who come, or wait for a place, and want mail of it."""
    revision = Gathering.objects.values_list("revision", flat=True).get(pk=gathering_id)
    rows = Coming.objects.filter(gathering=gathering_id, by_mail=True).exclude(state=Coming.State.NOT_COMING)
    return revision, list(rows.order_by("asked_at", "pk").values_list("person", flat=True))


def who_comes_or_waits(gathering_id: int) -> tuple[Gathering, list[int]]:
    """A session, and ids of those who come to it or wait for a place, in the order of asking."""
    rows = Coming.objects.filter(gathering=gathering_id).exclude(state=Coming.State.NOT_COMING)
    people = list(rows.order_by("asked_at", "pk").values_list("person", flat=True))
    return Gathering.objects.get(pk=gathering_id), people
