"""Who leads a live session and who speaks in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forum.communities.policies.communities import may_read_community
from forum.core.events import publish
from forum.core.verdicts import Invalid
from forum.gatherings.events import PartGiven
from forum.gatherings.models import Gathering, Host
from forum.people.models import Person

MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who leads or speaks: a person here, or a name."""

    part: Host.Part
    person: Person | None = None
    name: str = ""


def led_by(host: Person, named: Sequence[Named]) -> list[Named]:
    """Those named, and whoever schedules it where nobody else leads it."""
    leads = any(each.part == Host.Part.HOST for each in named)
    return [*named] if leads else [Named(Host.Part.HOST, host), *named]


def name_hosts(gathering: Gathering, named: Sequence[Named]) -> list[int]:
    """Let these lead it and speak in it, in this order; ids of those who did not before. Part of actions that hold its
    row. Raises Invalid.
    """
    if len(named) > MOST_NAMED:
        raise Invalid(_("Name at most %d people.") % MOST_NAMED, field="speakers")
    for each in named:
        if each.person is not None and not may_read_community(each.person, gathering.community):
            field = "hosts" if each.part == Host.Part.HOST else "speakers"
            sentence = _(
                "%s does not read this community. Let them in first, or name them without their handle."
            )
            raise Invalid(sentence % each.person.display_name, field=field)
    before = set(gathering.hosts.filter(person__isnull=False).values_list("person", flat=True))
    gathering.hosts.all().delete()
    once: dict[object, Named] = {}
    for each in named:
        once.setdefault(each.person.pk if each.person else each.name, each)
    Host.objects.bulk_create(
        [
            Host(gathering=gathering, person=each.person, name=each.name, part=each.part, position=position)
            for position, each in enumerate(once.values())
        ]
    )
    return sorted({each.person.pk for each in named if each.person is not None} - before)


def tell_who_is_named(gathering: Gathering, person_ids: Sequence[int], *, by: Person) -> None:
    """Let them learn it from what is published. Of a series once, of its first session. Part of the same actions.

    Of a draft those alone learn it who see it, as its hosts do; the others once it is announced.
    """
    told = list(person_ids)
    if told and gathering.state == Gathering.State.DRAFT:
        rows = gathering.hosts.filter(person__in=told, part=Host.Part.HOST)
        told = sorted(rows.values_list("person", flat=True))
    if told:
        publish(PartGiven(gathering_id=gathering.pk, person_ids=tuple(told), by_id=by.pk))


def tell_who_has_a_part(gathering: Gathering, *, by: Person) -> None:
    """Let all learn it who lead it or speak in it; who knows already is not told twice. Part of the same actions."""
    rows = gathering.hosts.filter(person__isnull=False, is_out=False)
    tell_who_is_named(gathering, sorted(rows.values_list("person", flat=True)), by=by)


def tell_who_is_named_in(gatherings: Sequence[Gathering], named: Sequence[list[int]], *, by: Person) -> None:
    """Let those learn it who were named in several sessions: each once, of the first in which they are new."""
    told: set[int] = set()
    for gathering, person_ids in zip(gatherings, named, strict=True):
        tell_who_is_named(gathering, [each for each in person_ids if each not in told], by=by)
        told.update(person_ids)
