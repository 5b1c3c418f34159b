"""Who lets applicants in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_steward
from forum.people.models import Application, Person

State = Application.State


def may_see_applications(actor: Actor) -> Verdict:
    """Reading who waits, and why they would like to join. The row-wise twin is `applications_visible_to`."""
    if is_steward(actor):
        return YES
    return no(_("Only stewards of the network decide who is let in."))


def may_admit(actor: Actor, application: Application) -> Verdict:
    """Letting an applicant in."""
    if not may_see_applications(actor):
        return may_see_applications(actor)
    if application.person.kind != Person.Kind.HUMAN:
        return no(_("This person has left in the meantime."))
    if application.state == State.ACCEPTED:
        return no(_("Somebody has let this person in already."))
    return YES


def may_turn_away(actor: Actor, application: Application) -> Verdict:
    """Not letting an applicant in. Who is in already is not sent out by this."""
    if not may_see_applications(actor):
        return may_see_applications(actor)
    if application.state == State.ACCEPTED:
        return no(_("Somebody has let this person in already."))
    if application.state == State.DECLINED:
        return no(_("Somebody has turned this person away already."))
    return YES
