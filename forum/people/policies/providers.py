"""Whom a provider may vouch for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.people.models import Person
from forum.people.selectors.providers import is_orcid_taken, orcid_connected_to

TAKEN = _("This ORCID iD belongs to another account here. Sign in with it, or disconnect it there first.")


def may_connect_orcid(person: Person | None, orcid: str) -> Verdict:
    """Standing for this ORCID iD; `person` is None for somebody who is about to join."""
    if is_orcid_taken(orcid, but_for=person):
        return no(TAKEN)
    if person is not None and orcid_connected_to(person) not in {None, orcid}:
        return no(_("Another ORCID iD is connected to your account. Disconnect it first."))
    return YES
