"""Who may change what about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor
from forum.people.models import Person


def may_change_profile(actor: Actor, person: Person) -> Verdict:
    """Changing what a person's page says and how they read."""
    return YES if actor.pk == person.pk else no(_("Only you can change your own profile."))
