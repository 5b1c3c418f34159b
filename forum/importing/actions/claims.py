"""Taking over what one wrote before there was an account."""

from __future__ import annotations

from django.db import transaction

from forum.core.limits import SETTING, spend
from forum.importing.selectors import confirmed_addresses
from forum.people.actions.placeholders import adopt_placeholder
from forum.people.models import Person


@transaction.atomic
def claim_authorship(*, person: Person, author: Person) -> Person:
    """Let posts imported under an address that the person has confirmed be theirs.

    Raises Refused or TooMany.
    """
    spend(SETTING, person.pk)
    proven = author.source_address in confirmed_addresses(person)
    return adopt_placeholder(person=person, placeholder=author, proven=proven)
