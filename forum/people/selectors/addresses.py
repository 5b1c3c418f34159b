"""Whether somebody has shown that their mail address is theirs: for themselves."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from forum.people.models import Person


def is_address_confirmed(person: Person) -> bool:
    """True once a link that was sent to the address of the account has been followed."""
    followed = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True)
    return bool(followed.exists())


def unconfirmed_address(person: Person) -> EmailAddress | None:
    """The address of the account as the accounts library keeps it, while no link that was sent there was followed."""
    rows = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=False)
    return rows.select_related("user").first()
