"""Who reads what is done in a community with power."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Role
from forum.communities.selectors.standing import role_in
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor


def may_read_public_log(actor: Actor, community: Community) -> Verdict:
    """Reading what was done here, without whom it concerned: all who belong to the community."""
    if role_in(actor, community.pk) >= Role.GUEST:
        return YES
    return no(
        _("What is done here with power is for those who belong to %s. Join it first.") % community.name
    )
