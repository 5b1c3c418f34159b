"""Mails to those who reported something, and to those whose page or note was reported. They say no name but that of the
community, and look once more.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from forum.communities.selectors.reading import communities_known_to
from forum.core.letters import send_letter
from forum.core.verdicts import Sentence
from forum.moderation.models import Case
from forum.moderation.places import author_of, authors_of, places_of
from forum.moderation.selectors.cases import case_with
from forum.network.selectors import ground
from forum.people.models import Person
from forum.people.selectors.addresses import is_address_confirmed

_CAME: dict[str, Sentence] = {
    Case.State.KEPT: gettext_lazy("They have looked at it, and it stays as it is."),
    Case.State.REMOVED: gettext_lazy("They have looked at it, and removed it."),
    Case.State.GONE: gettext_lazy("It was gone before they could look at it."),
}


def mail_what_came(*, person_id: int, case_id: int) -> bool:
    """Tell somebody what came of what they reported. False where nobody has decided."""
    case = case_with(case_id)
    person = Person.objects.filter(pk=person_id, is_active=True).exclude(email=None).first()
    if case is None or case.state not in _CAME or person is None or not is_address_confirmed(person):
        return False
    known = set(communities_known_to(person))
    context = {
        "person": person,
        "came": _CAME[case.state],
        "reason": case.reason if case.state == Case.State.KEPT else "",
        "places": [place for place in places_of(case) if place.community in known][:1],
        "network_name": ground().name,
    }
    send_letter("report_answered", to=str(person.email), context=context)
    return True


def mail_profile_taken_down(*, case_id: int) -> bool:
    """Tell somebody what stewards took down of their page, and why. False where they cannot be told."""
    case = case_with(case_id)
    person = case.person if case is not None else None
    if case is None or person is None or case.state != Case.State.REMOVED or not person.is_active:
        return False
    if not person.email or not is_address_confirmed(person):
        return False
    context = {
        "person": person,
        "took": case.took,
        "reason": case.reason,
        "network_name": ground().name,
    }
    send_letter("profile_taken_down", to=person.email, context=context)
    return True


def mail_note_taken_away(*, case_id: int, person_id: int | None = None) -> bool:
    """Tell somebody that a note of theirs was removed, and why: its author, or who else had changed it. False where
    they cannot be told.
    """
    case = case_with(case_id)
    if case is None or case.state != Case.State.REMOVED:
        return False
    person = next((each for each in authors_of(case) if each.pk == person_id), author_of(case))
    if not person.is_active or not person.email or not is_address_confirmed(person):
        return False
    known = set(communities_known_to(person))
    context = {
        "person": person,
        "is_carried": case.placement is not None,
        "practice_note": case.practice_note,
        "places": [place for place in places_of(case) if place.community in known],
        "reason": case.reason,
        "network_name": ground().name,
    }
    send_letter("note_taken_away", to=person.email, context=context)
    return True
