"""Who signs a browser out."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor


def may_end_session(actor: Actor, session: UserSession) -> Verdict:
    """Ending a session: one's own."""
    return YES if actor.pk == session.user_id else no(_("Only you can sign out your own browsers."))
