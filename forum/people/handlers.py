"""How accounts react to what happens, here and in the accounts library."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest

from forum.people.actions.orcid import prove_orcid, withdraw_orcid
from forum.people.actions.ownership import end_unproven_ways_in
from forum.people.actions.sessions import end_sessions_of_old_password
from forum.people.events import PersonAdmitted, PersonTurnedAway
from forum.people.models import Person
from forum.people.selectors.providers import ORCID
from forum.people.tasks import tell_applicant


def mail_the_applicant(event: PersonAdmitted | PersonTurnedAway) -> None:
    """Queue the mail in the transaction that decided, so that neither exists without the other."""
    tell_applicant.defer(person_id=event.person_id)


def show_proven_orcid(sociallogin: Any = None, **_more: Any) -> None:
    """Who has signed in through ORCID, joined through it or connected it shows the iD."""
    if sociallogin is not None and sociallogin.account.provider == ORCID:
        prove_orcid(person=sociallogin.user, orcid=sociallogin.account.uid)


def show_orcid_no_longer(socialaccount: SocialAccount, **_more: Any) -> None:
    """Who has disconnected ORCID shows the iD no longer."""
    if socialaccount.provider == ORCID:
        withdraw_orcid(person=socialaccount.user, orcid=socialaccount.uid)


def end_sessions_elsewhere(request: HttpRequest, user: Person, **_more: Any) -> None:
    """A new password ends every session but the one in which it was chosen."""
    end_sessions_of_old_password(person=user, but_for=request.session.session_key)


def end_ways_in_of_others(user: Person, **_more: Any) -> None:
    """A new password that came by mail leaves nobody a way in who never showed that the address is theirs."""
    end_unproven_ways_in(person=user)
