"""Who may claim imported posts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person
from forum.people.models import Person


def may_adopt(actor: Actor, placeholder: Person, *, proven: bool) -> Verdict:
    """Standing for the author of imported posts; `proven` says that the actor holds the author's address."""
    if not is_person(actor):
        return no(_("Sign in to claim what you wrote."))
    if placeholder.kind != Person.Kind.PLACEHOLDER:
        return no(_("These posts belong to someone with an account."))
    if placeholder.became_id is not None:
        return no(_("Someone has claimed these posts already."))
    if not proven:
        return no(_("Confirm the address under which these posts were written, then claim them."))
    return YES
