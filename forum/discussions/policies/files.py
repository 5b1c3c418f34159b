"""Who may do what with files. Who may fetch one is row visibility: `selectors.files.files_visible_to`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person


def may_upload(actor: Actor) -> Verdict:
    """Bringing a file along, for a post still being written."""
    return YES if is_person(actor) else no(_("You are signed out. What you wrote is kept; sign in to go on."))
