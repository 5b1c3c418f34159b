"""Who comes to a live session, as others may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forum.communities.models import Community
from forum.gatherings.models import Coming, Gathering
from forum.people.models import Person

MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class People:
    """Who comes and who waits for a place, in the order of asking; numbers tell of all of them, `unnamed` of those who
    come and are not among the names.
    """

    coming: Sequence[Person] = ()
    waiting: Sequence[Person] = ()
    coming_number: int = 0
    waiting_number: int = 0

    @property
    def unnamed(self) -> int:
        """How many come besides those who are named."""
        return self.coming_number - len(self.coming)


def people_coming(gathering: Gathering, *, through: Iterable[Community]) -> People:
    """By name those who come through these communities, that the reader may know of; the others in numbers."""
    rows = Coming.objects.filter(gathering=gathering).exclude(state=Coming.State.NOT_COMING)
    found = list(rows.order_by("asked_at", "pk").select_related("person"))
    coming = [row for row in found if row.state == Coming.State.COMING]
    waiting = [row for row in found if row.state == Coming.State.WAITING]
    known = {each.pk for each in through}
    return People(_named(coming, known), _named(waiting, known), len(coming), len(waiting))


def _named(rows: Sequence[Coming], known: set[int]) -> list[Person]:
    return [row.person for row in rows if row.through_id in known][:MOST_NAMED]


def who_is_mailed(gathering_id: int) -> tuple[int, list[int]]:
    """The revision of a session, and ids of those who come, or wait for a place, and want mail of it."""
    revision = Gathering.objects.values_list("revision", flat=True).get(pk=gathering_id)
    rows = Coming.objects.filter(gathering=gathering_id, by_mail=True).exclude(state=Coming.State.NOT_COMING)
    return revision, list(rows.order_by("asked_at", "pk").values_list("person", flat=True))


def who_comes(gathering_id: int) -> tuple[Gathering, list[int]]:
    """A session, and ids of those who have a place in it, in the order of asking."""
    rows = Coming.objects.filter(gathering=gathering_id, state=Coming.State.COMING)
    people = list(rows.order_by("asked_at", "pk").values_list("person", flat=True))
    return Gathering.objects.get(pk=gathering_id), people


def who_comes_or_waits(gathering_id: int) -> tuple[Gathering, list[int]]:
    """A session, and ids of those who come to it or wait for a place, in the order of asking."""
    rows = Coming.objects.filter(gathering=gathering_id).exclude(state=Coming.State.NOT_COMING)
    people = list(rows.order_by("asked_at", "pk").values_list("person", flat=True))
    return Gathering.objects.get(pk=gathering_id), people
