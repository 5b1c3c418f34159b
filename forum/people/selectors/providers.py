"""What is known of people through those who vouch for them. For signing in, never for a page about somebody else."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from forum.people.models import Person

ORCID = "orcid"


def holder_of_confirmed(address: str) -> Person | None:
    """Who has shown here that this mail address is theirs, if they may come in."""
    row = EmailAddress.objects.filter(email__iexact=address, verified=True, user__is_active=True)
    found = row.select_related("user").first()
    return found.user if found is not None else None


def has_confirmed_address(person: Person) -> bool:
    """True where the person has shown that the address of the account is theirs."""
    rows = EmailAddress.objects.filter(user=person, email__iexact=person.email or "", verified=True)
    return bool(rows.exists())


def is_orcid_taken(orcid: str, *, but_for: Person | None) -> bool:
    """True where somebody else is connected to this ORCID iD or shows it."""
    connected = SocialAccount.objects.filter(provider=ORCID, uid=orcid)
    shown = Person.objects.filter(orcid=orcid)
    if but_for is not None:
        connected, shown = connected.exclude(user=but_for.pk), shown.exclude(pk=but_for.pk)
    return connected.exists() or shown.exists()


def orcid_connected_to(person: Person) -> str | None:
    """The ORCID iD that the person signs in with, if any."""
    row: str | None = (
        SocialAccount.objects.filter(user=person.pk, provider=ORCID).values_list("uid", flat=True).first()
    )
    return row
