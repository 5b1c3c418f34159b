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
    """By name those who come through these communities, that the reader may know of; the others in numbers.

    Two queries: of however many come, no more people are read than are named.
    """
    rows = Coming.objects.filter(gathering=gathering).exclude(state=Coming.State.NOT_COMING)
    found = list(rows.order_by("asked_at", "pk").values_list("state", "through", "person"))
    known = {each.pk for each in through}
    coming, waiting = (
        [person for state, way, person in found if state == wanted and way in known][:MOST_NAMED]
        for wanted in (Coming.State.COMING, Coming.State.WAITING)
    )
    people = Person.objects.in_bulk([*coming, *waiting])
    number = sum(state == Coming.State.COMING for state, _way, _person in found)
    named, in_line = ([people[key] for key in keys if key in people] for keys in (coming, waiting))
    return People(named, in_line, number, len(found) - number)


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
