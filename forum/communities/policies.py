"""Who may do what with a community."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Membership, Role
from forum.communities.selectors.members import has_another_facilitator
from forum.communities.selectors.standing import memberships_of, role_in
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person


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


def may_join(actor: Actor, community: Community) -> Verdict:
    """Becoming a member by a click."""
    if not may_know_of(actor, community):
        return may_know_of(actor, community)
    if not is_person(actor):
        return no(_("Sign in to join this community."))
    if community.pk in memberships_of(actor):
        return no(_("You belong to this community already."))
    if community.archived_at:
        return no(_("This community is archived; nobody can join it any more."))
    if community.joining == Community.Joining.REQUEST:
        return no(_("People join this community on request. Ask one of its facilitators."))
    if community.joining == Community.Joining.INVITATION:
        return no(_("People join this community by invitation from one of its facilitators."))
    return YES


def may_leave(actor: Actor, community: Community) -> Verdict:
    """Ending one's membership; the last facilitator stays until someone else has taken over."""
    if not is_person(actor):
        return no(_("Sign in first."))
    membership = memberships_of(actor).get(community.pk)
    if membership is None:
        return no(_("You do not belong to this community."))
    if membership.is_suspended(timezone.now()):
        return no(suspended_sentence(membership, community))
    if membership.role == Role.FACILITATOR and not has_another_facilitator(community, actor):
        return no(_("You are the last facilitator here. Let someone take over before you leave."))
    return YES


def may_found_community(actor: Actor) -> Verdict:
    """Opening a new community in the network."""
    if is_person(actor) and actor.is_steward:
        return YES
    return no(_("Stewards of the network open new communities. Write to one of them."))


def may_shape_community(actor: Actor, community: Community) -> Verdict:
    """Changing the community itself: its boards, its words, its members' roles."""
    if role_in(actor, community.pk) >= Role.FACILITATOR:
        return YES
    return no(_("Only facilitators of this community can do that."))


def may_speak(actor: Actor, community: Community) -> Verdict:
    """Writing anything at all here, as far as standing decides it."""
    if not is_person(actor):
        return no(_("Sign in to take part."))
    if community.archived_at:
        return no(_("This community is archived. It can be read, not added to."))
    membership = memberships_of(actor).get(community.pk)
    if membership is None:
        return YES
    now = timezone.now()
    if membership.is_suspended(now):
        return no(suspended_sentence(membership, community))
    if membership.is_muted(now):
        return no(
            _("You are muted in %(community)s until %(end)s; you can read along.")
            % {"community": community.name, "end": _moment(membership.muted_until)}
        )
    return YES


def suspended_sentence(membership: Membership, community: Community) -> str:
    """Tells a suspended person so, and until when."""
    return str(
        _("Your membership in %(community)s is suspended until %(end)s.")
        % {"community": community.name, "end": _moment(membership.suspended_until)}
    )


def _moment(value: object) -> str:
    return date_format(timezone.localtime(value), "DATETIME_FORMAT")  # type: ignore[arg-type]  # never None here
