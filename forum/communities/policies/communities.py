"""Who may know of a community, read it and shape it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Role
from forum.communities.selectors.standing import role_in
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person, is_steward


def may_read_community(actor: Actor, community: Community) -> Verdict:
    """Reading what is in the community. The row-wise twin is `selectors.readable_community`."""
    if community.visibility == Community.Visibility.OPEN:
        return YES
    if not is_person(actor):
        return no(_("Sign in to read this community."))
    if community.visibility == Community.Visibility.NETWORK or role_in(actor, community.pk) >= Role.GUEST:
        return YES
    return no(_("Only members can read this community."))


def may_know_of(actor: Actor, community: Community) -> Verdict:
    """Knowing that the community is there. The row-wise twin is `selectors.communities_known_to`."""
    if community.visibility != Community.Visibility.HIDDEN or role_in(actor, community.pk) >= Role.GUEST:
        return YES
    return no(_("There is no such community, or it is not open to you."))


def may_found_community(actor: Actor) -> Verdict:
    """Opening a new community in the network."""
    if is_steward(actor):
        return YES
    return no(_("Stewards of the network open new communities. Write to one of them."))


def may_shape_community(actor: Actor, community: Community) -> Verdict:
    """Changing the community itself: its boards, its words, its members' roles."""
    if role_in(actor, community.pk) >= Role.FACILITATOR:
        return YES
    return no(_("Only facilitators of this community can do that."))
