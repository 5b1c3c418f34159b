"""Who may close their account."""

from __future__ import annotations

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from forum.communities.selectors.leaving import facilitated_alone
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person, is_steward
from forum.people.models import Person
from forum.people.selectors.stewards import has_another_steward


def may_close_account(actor: Actor) -> Verdict:
    """Leaving the network for good: whoever has nothing that rests on them alone."""
    if not is_person(actor) or actor.kind != Person.Kind.HUMAN or not actor.is_active:
        return no(_("Sign in first."))
    if is_steward(actor) and not has_another_steward(actor):
        return no(
            _("Nobody else looks after this network. Make someone a steward before you close your account.")
        )
    alone = facilitated_alone(actor)
    if alone:
        names = get_text_list([community.name for community in alone], _("and"))
        return no(
            _(
                "You are the last facilitator of %(names)s. Let someone take over there, or ask a steward to, "
                "before you close your account."
            )
            % {"names": names}
        )
    return YES
