"""Who may see how people take part by name, and who has first steps to take."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Role
from forum.communities.policies.standing import suspended_sentence
from forum.communities.selectors.standing import memberships_of, role_in
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person


def may_see_participation(actor: Actor, community: Community) -> Verdict:
    """Seeing who takes part and who has gone quiet, by name. How many do is for all who read the community."""
    if role_in(actor, community.pk) >= Role.FACILITATOR:
        return YES
    return no(
        _("Who takes part, by name, is for the facilitators of %(community)s. Its page says how many do.")
        % {"community": community.name}
    )


def may_take_first_steps(actor: Actor, community: Community) -> Verdict:
    """Having a list of first steps here, and putting it away: whoever belongs here in whatever role."""
    if not is_person(actor):
        return no(_("Sign in first."))
    membership = memberships_of(actor).get(community.pk)
    if membership is None:
        return no(
            _("First steps are for those who belong to %(community)s. Join it first.")
            % {"community": community.name}
        )
    if membership.is_suspended(timezone.now()):
        return no(suspended_sentence(membership, community))
    return YES
