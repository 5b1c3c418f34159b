"""Whether somebody signs in with a second step."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from forum.core.known_queries import KnownQuery
from forum.people.models import Person

_second_steps = KnownQuery(
    lambda person_id: Authenticator.objects.filter(
        user=person_id, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )[:1]
)


def has_second_step(person: Person) -> bool:
    """True where a password alone does not sign the person in. One query."""
    return bool(_second_steps(person.pk))
