"""Whose an account is, where somebody else may have made it with their address."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from forum.core.events import publish
from forum.people.actions.orcid import withdraw_orcid
from forum.people.events import UnprovenWaysInEnded
from forum.people.models import Person
from forum.people.selectors.providers import ORCID, has_confirmed_address


@transaction.atomic
def end_unproven_ways_in(*, person: Person) -> bool:
    """After a new password that came by mail, where nobody had shown that the address is theirs: every other way in
    ends. Whoever made the account with the address of somebody else laid those. False where there was none to end.
    """
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if has_confirmed_address(locked):
        return False
    ended = 0
    for account in SocialAccount.objects.filter(user=locked):
        if account.provider == ORCID:
            withdraw_orcid(person=locked, orcid=account.uid)
        ended += account.delete()[0]
    ended += EmailAddress.objects.filter(user=locked).exclude(email__iexact=locked.email).delete()[0]
    ended += Authenticator.objects.filter(user=locked).delete()[0]
    if ended:
        publish(UnprovenWaysInEnded(person_id=locked.pk))
    return bool(ended)
