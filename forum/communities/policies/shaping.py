"""Who may look after a community: describe it, open or close it, give roles in it, read its log."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Membership, Role
from forum.communities.policies.communities import may_know_of, may_shape_community
from forum.communities.selectors.members import has_another_facilitator
from forum.communities.selectors.standing import memberships_of, role_in
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person

LAST_FACILITATOR = _("There would be no facilitator left. Let someone else take over first.")


def may_look_after(actor: Actor, community: Community) -> Verdict:
    """Opening the pages on which a community is looked after; each asks for itself what may be done on it."""
    if role_in(actor, community.pk) >= Role.MODERATOR:
        return YES
    return no(_("Only moderators and facilitators of this community look after it."))


def may_moderate_something(actor: Actor, community: Community) -> Verdict:
    """Opening the page of what waits in a community: whoever moderates it, or a board of it by name."""
    if may_look_after(actor, community):
        return YES
    membership = memberships_of(actor).get(community.pk)
    if role_in(actor, community.pk) >= Role.MEMBER and membership is not None and membership.boards_moderated:
        return YES
    return no(_("Only moderators see what waits here."))


def may_archive(actor: Actor, community: Community) -> Verdict:
    """Letting a community be read and not added to."""
    if not may_shape_community(actor, community):
        return may_shape_community(actor, community)
    return no(_("This community is archived already.")) if community.archived_at else YES


def may_restore(actor: Actor, community: Community) -> Verdict:
    """Taking an archived community back into use."""
    if not may_shape_community(actor, community):
        return may_shape_community(actor, community)
    return YES if community.archived_at else no(_("This community is in use already."))


def may_take_in(actor: Actor, community: Community) -> Verdict:
    """Making someone a member who has not asked: where the community is in use."""
    if not may_shape_community(actor, community):
        return may_shape_community(actor, community)
    return no(_("This community is archived; nobody comes in any more.")) if community.archived_at else YES


def may_give_role(actor: Actor, community: Community, membership: Membership, role: int) -> Verdict:
    """Giving a member another role, oneself included; the last facilitator keeps theirs."""
    if not may_shape_community(actor, community):
        return may_shape_community(actor, community)
    if role not in Role.values:
        return no(_("There is no such role."))
    steps_down = membership.role == Role.FACILITATOR and role < Role.FACILITATOR
    if steps_down and not has_another_facilitator(community, membership.person):
        return no(LAST_FACILITATOR)
    return YES


def may_take_out(actor: Actor, community: Community, membership: Membership) -> Verdict:
    """Ending someone else's membership. A facilitator has to be given another role first."""
    if not may_shape_community(actor, community):
        return may_shape_community(actor, community)
    if is_person(actor) and membership.person_id == actor.pk:
        return no(_("This is your own membership. Leave the community on its page instead."))
    if membership.role == Role.FACILITATOR:
        return no(_("This is a facilitator. Give them another role first, then end the membership."))
    return YES


def facilitates_itself(actor: Actor, community: Community) -> bool:
    """True for a facilitator of this very community, whose role can go to somebody else; a steward need not be one."""
    own = memberships_of(actor).get(community.pk)
    sits_in_it = own is not None and own.role == Role.FACILITATOR
    return sits_in_it and role_in(actor, community.pk) >= Role.FACILITATOR


def may_hand_over(actor: Actor, community: Community, membership: Membership) -> Verdict:
    """Making someone else facilitator and stepping down in one act."""
    if not facilitates_itself(actor, community):
        return no(_("Only someone who facilitates this community can hand it over."))
    if is_person(actor) and membership.person_id == actor.pk:
        return no(_("Choose someone else to hand over to."))
    if membership.is_suspended(timezone.now()) or not membership.person.is_active:
        name = {"name": membership.person.display_name}
        return no(_("%(name)s cannot act here at present. Choose someone else to hand over to.") % name)
    return YES


def may_name_partner(actor: Actor, community: Community, partner: Community) -> Verdict:
    """Naming another community as a partner: one that the actor knows of."""
    if not may_shape_community(actor, community):
        return may_shape_community(actor, community)
    if not may_know_of(actor, partner):
        return may_know_of(actor, partner)
    return YES if partner.pk != community.pk else no(_("A community is not its own partner."))


def may_read_log(actor: Actor, community: Community) -> Verdict:
    """Reading what was done here with power."""
    if role_in(actor, community.pk) >= Role.MODERATOR:
        return YES
    return no(_("Only moderators and facilitators of this community read its log."))
