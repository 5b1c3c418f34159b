"""Mail to an address that somebody has yet to confirm."""

from __future__ import annotations

from enum import Enum, auto

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from django.http import HttpRequest

from forum.core.limits import SETTING, spend
from forum.people.models import Person
from forum.people.selectors.addresses import unconfirmed_address


class Confirmation(Enum):
    """What became of the wish for another mail."""

    SENT = auto()
    SENT_A_MOMENT_AGO = auto()
    NOT_NEEDED = auto()


def send_confirmation_again(*, person: Person, request: HttpRequest) -> Confirmation:
    """Send the link to the person's address once more, unless they have followed one or the last is very new.

    The request says under which host the link leads here; the accounts library says on it what was sent where. Raises
    TooMany.
    """
    spend(SETTING, person.pk)
    address = unconfirmed_address(person)
    if address is None:
        return Confirmation.NOT_NEEDED
    is_sent = send_verification_email_to_address(request, address)
    return Confirmation.SENT if is_sent else Confirmation.SENT_A_MOMENT_AGO
