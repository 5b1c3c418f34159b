"""Mails to whoever is warned, muted, suspended or shut out; each looks once more whether it is true before it goes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.models import Measure
from forum.communities.policies.communities import may_know_of
from forum.communities.policies.measures import moment_of
from forum.communities.selectors.measures import measure_with, names_of_boards
from forum.core.letters import send_letter
from forum.network.selectors import ground
from forum.people.selectors.addresses import is_address_confirmed

Kind = Measure.Kind


def mail_measure(*, measure_id: int) -> bool:
    """Tell a person what was given to them. False where that is no longer so, or nobody can read it."""
    measure = measure_with(measure_id)
    if measure is None or not measure.stands or not _can_read(measure):
        return False
    if measure.kind != Kind.WARNING and not measure.is_running(timezone.now()):
        return False
    send_letter("measure_given", to=str(measure.person.email), context=_context(measure))
    return True


def mail_lifted_measure(*, measure_id: int) -> bool:
    """Tell a person that it holds no longer. False where nobody can read it."""
    measure = measure_with(measure_id)
    if measure is None or measure.lifted_at is None or not _can_read(measure):
        return False
    send_letter("measure_lifted", to=str(measure.person.email), context=_context(measure))
    return True


def _can_read(measure: Measure) -> bool:
    """At a confirmed address alone: the reason speaks of what was written inside. Who is shut out reads it too."""
    person = measure.person
    is_there = person.is_active or measure.community is None
    return is_there and bool(person.email) and is_address_confirmed(person)


def _place(measure: Measure) -> str:
    """Where it was given, for who is told of it: by name as long as they may know of it."""
    if measure.community is None:
        return ground().name
    if may_know_of(measure.person, measure.community):
        return measure.community.name
    return str(_("a community of the network"))


def _context(measure: Measure) -> dict[str, Any]:
    keys = set() if measure.board_key is None else {measure.board_key}
    return {
        "measure": measure,
        "person": measure.person,
        "place": _place(measure),
        "board": names_of_boards(measure.person, keys).get(measure.board_key or 0, ""),
        "end": moment_of(measure) if measure.ends_at is not None else "",
        "who": measure.given_by.display_name if measure.given_by is not None else str(_("A moderator")),
        "network_name": ground().name,
    }
