"""Who says whom a community trusts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.communities.policies.communities import may_know_of, may_shape_community
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor


def may_trust(actor: Actor, community: Community, other: Community) -> Verdict:
    """Letting topics of another community come at once onto boards that say so."""
    if not may_shape_community(actor, community):
        return may_shape_community(actor, community)
    if other.pk == community.pk or not may_know_of(actor, other):
        return no(_("Choose another community that you know of."))
    if Community.Visibility(other.visibility).is_closed:
        said = _("Topics of %(name)s stay with its members; there is nothing to trust it with.")
        return no(said % {"name": other.name})
    return YES
