"""Who looks after the network, and what stewards may do with accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_steward
from forum.people.models import Person
from forum.people.selectors.stewards import has_another_steward, waits_to_be_let_in

Kind = Person.Kind


def may_steward(actor: Actor) -> Verdict:
    """Looking after the network: its people, its settings, its machine."""
    if is_steward(actor):
        return YES
    return no(_("Only stewards of the network can do that."))


def may_make_steward(actor: Actor, person: Person) -> Verdict:
    """Giving someone the rights of a steward."""
    if not may_steward(actor):
        return may_steward(actor)
    if person.kind != Kind.HUMAN:
        return no(_("Only people with an account can be stewards."))
    if not person.is_active:
        return no(_("This account is closed. Open it again first."))
    if person.is_steward:
        return no(_("%(name)s is a steward already.") % {"name": person.display_name})
    return YES


def may_end_steward(actor: Actor, person: Person) -> Verdict:
    """Taking those rights back, one's own too; somebody must keep them."""
    if not may_steward(actor):
        return may_steward(actor)
    if person.kind != Kind.HUMAN or not person.is_steward:
        return no(_("%(name)s is not a steward.") % {"name": person.display_name})
    if not has_another_steward(person):
        return no(_("This is the last steward of the network. Make someone else a steward first."))
    return YES


def may_shut_out(actor: Actor, person: Person) -> Verdict:
    """Closing the network to someone, whatever they are in its communities."""
    if not may_steward(actor):
        return may_steward(actor)
    if person.kind != Kind.HUMAN:
        return no(_("This is not an account that somebody signs in with."))
    if person.pk == actor.pk:
        return no(
            _("You cannot close your own account here. Ask another steward, or close it in your settings.")
        )
    if waits_to_be_let_in(person):
        return no(_("This person waits to be let in. Answer their request instead."))
    if not person.is_active:
        return no(_("This account is closed already."))
    if person.is_steward and not has_another_steward(person):
        return no(_("This is the last steward of the network. Make someone else a steward first."))
    return YES


def may_let_back_in(actor: Actor, person: Person) -> Verdict:
    """Opening the network again to someone to whom it was closed."""
    if not may_steward(actor):
        return may_steward(actor)
    if person.kind != Kind.HUMAN:
        return no(_("This person has left. They can sign up again."))
    if waits_to_be_let_in(person):
        return no(_("This person waits to be let in. Answer their request instead."))
    if person.is_active:
        return no(_("This account is open."))
    return YES
