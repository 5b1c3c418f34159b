"""Who may invite, and who may come in by an invitation."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Invitation, Role
from forum.communities.policies.communities import may_shape_community
from forum.communities.policies.joining import ARCHIVED
from forum.communities.policies.measures import may_come_back
from forum.communities.policies.standing import suspended_sentence
from forum.communities.selectors.invitations import was_taken_out_since, was_used_by
from forum.communities.selectors.standing import memberships_of, role_in
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person

State = Invitation.State
_USED_UP = _("This invitation has been used already. Ask who gave it to you for a new one.")
_CAME_BY_IT = _("You came in by this invitation before. Ask a facilitator for a new one.")
_ENDED_SINCE = _("Your membership was ended after this invitation was made. Ask a facilitator for a new one.")
# Said alike of what was taken back and of what never was: whoever tries tokens learns nothing from it.
NOWHERE = _("This invitation leads nowhere, or nowhere any more. Ask who gave it to you for a new one.")


def may_invite(actor: Actor, community: Community) -> Verdict:
    """Inviting people, and seeing who was invited."""
    shapes = may_shape_community(actor, community)
    if not shapes:
        return shapes
    return no(_("This community is archived; nobody can be invited.")) if community.archived_at else YES


def may_revoke(actor: Actor, invitation: Invitation) -> Verdict:
    """Taking an invitation back before it is used up."""
    shapes = may_shape_community(actor, invitation.community)
    if not shapes:
        return shapes
    return YES if invitation.state == State.OPEN else no(_("This invitation is closed already."))


def may_mail_again(actor: Actor, invitation: Invitation, now: datetime) -> Verdict:
    """Sending the mail of an invitation once more."""
    may = may_invite(actor, invitation.community)
    if not may:
        return may
    if not invitation.email:
        return no(_("This invitation is a link; give it to whom you like."))
    return YES if invitation.is_good(now) else no(_("This invitation has ended. Invite the person anew."))


def is_open_to_holders(invitation: Invitation | None, now: datetime) -> Verdict:
    """Whether an invitation still lets anybody in. What it says names nothing: it is said to whoever has the link."""
    if invitation is None or invitation.state == State.REVOKED:
        return no(NOWHERE)
    if invitation.state == State.USED_UP or invitation.uses >= invitation.most_uses:
        return no(_USED_UP)
    if invitation.expires_at <= now:
        day = date_format(timezone.localtime(invitation.expires_at), "DATE_FORMAT")
        return no(_("This invitation ended on %s. Ask who gave it to you for a new one.") % day)
    return no(ARCHIVED) if invitation.community.archived_at else YES


def brought_in(actor: Actor, invitation: Invitation) -> bool:
    """True for who came in by this invitation and belongs still, whatever has become of it."""
    return is_person(actor) and belongs_to_it(actor, invitation) and was_used_by(actor, invitation)


def belongs_to_it(actor: Actor, invitation: Invitation) -> bool:
    """True for who belongs to the community of an invitation and is not suspended there."""
    membership = memberships_of(actor).get(invitation.community_id)
    return membership is not None and role_in(actor, invitation.community_id) >= Role.GUEST


def may_sign_up_by(invitation: Invitation, now: datetime) -> Verdict:
    """Making an account in a network that is for the invited: as many as the invitation lets in."""
    is_open = is_open_to_holders(invitation, now)
    if not is_open:
        return is_open
    return YES if invitation.sign_ups < invitation.most_uses else no(_USED_UP)


def may_use_invitation(actor: Actor, invitation: Invitation, now: datetime) -> Verdict:
    """Coming in by an invitation, once. Whoever belongs already needs none, and no suspension is got round by one.

    Nor is the end of a membership: who facilitated it knows every link that was open then, and may have sent some mail.
    """
    is_open = is_open_to_holders(invitation, now)
    if not is_open:
        return is_open
    if not is_person(actor):
        return no(_("Sign in, or join the network, to accept this invitation."))
    membership = memberships_of(actor).get(invitation.community_id)
    if membership is None:
        if was_used_by(actor, invitation):
            return no(_CAME_BY_IT)
        if was_taken_out_since(actor, invitation):
            return no(_ENDED_SINCE)
        return may_come_back(actor, invitation.community, now=now)
    if membership.is_suspended(now):
        return no(suspended_sentence(membership, invitation.community))
    if membership.role == Role.GUEST and invitation.role == Role.MEMBER:
        return no(_("You are a guest of this community already. Ask a facilitator to make you a member."))
    return no(_("You belong to this community already."))
