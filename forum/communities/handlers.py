"""How the log keeps account of what is done with power elsewhere."""

from __future__ import annotations

from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.people.events import PersonAdmitted, PersonTurnedAway
from forum.people.selectors.people import person_with


def log_who_was_admitted(event: PersonAdmitted) -> None:
    """Who let whom into the network."""
    _log(Verb.PERSON_ADMITTED, event)


def log_who_was_turned_away(event: PersonTurnedAway) -> None:
    """Who did not let whom into the network."""
    _log(Verb.PERSON_NOT_ADMITTED, event)


def _log(verb: Verb, event: PersonAdmitted | PersonTurnedAway) -> None:
    person = person_with(event.person_id)
    note_change(verb, by=person_with(event.by_id), person=person, about=person.display_name)
