"""The ORCID iD of a person, which is shown because they have signed in with it."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from forum.core.events import publish
from forum.core.verdicts import Invalid, Refused, require
from forum.people.events import OrcidProven, OrcidWithdrawn
from forum.people.models import Person
from forum.people.policies.providers import TAKEN, may_connect_orcid


def is_orcid(text: str) -> bool:
    """True for an iD as ORCID gives them: four groups of four digits, the last of which checks the others.

    ISO/IEC 7064, MOD 11-2; https://support.orcid.org/hc/en-us/articles/360006897674
    """
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", text, re.ASCII):
        return False
    plain, total = text.replace("-", ""), 0
    for digit in plain[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == plain[-1]


@transaction.atomic
def prove_orcid(*, person: Person, orcid: str) -> Person:
    """Show the iD that somebody has just signed in with. Raises Refused where it is somebody else's, or Invalid."""
    if not is_orcid(orcid):
        raise Invalid(_("This is no ORCID iD."))
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if locked.orcid == orcid:
        return person
    require(may_connect_orcid(locked, orcid))
    person.orcid = locked.orcid = orcid
    try:
        with transaction.atomic():
            locked.save(update_fields=["orcid"])
    except IntegrityError as error:  # somebody else has proven it in this moment
        raise Refused(TAKEN) from error
    publish(OrcidProven(person_id=person.pk))
    return person


@transaction.atomic
def withdraw_orcid(*, person: Person, orcid: str) -> Person:
    """Show the iD no longer: who has disconnected it signs in with it no more."""
    if Person.objects.filter(pk=person.pk, orcid=orcid).update(orcid=None):
        person.orcid = None
        publish(OrcidWithdrawn(person_id=person.pk))
    return person
