"""Who may come in and who may leave."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Membership, Role
from forum.communities.policies.communities import may_know_of
from forum.communities.policies.standing import suspended_sentence
from forum.communities.selectors.members import has_another_facilitator
from forum.communities.selectors.standing import memberships_of
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person
from forum.people.models import Person


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
        return no(_("People ask to join this community, and one of its facilitators answers."))
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


def may_moderate_boards(person: Person, community: Community, membership: Membership | None) -> Verdict:
    """Being named a moderator of single boards; `membership` is the person's own, held by who asks."""
    name = {"name": person.display_name, "community": community.name}
    if membership is None:
        return no(_("%(name)s does not belong to %(community)s. Invite them first.") % name)
    if membership.role < Role.MEMBER:
        return no(_("%(name)s is a guest of %(community)s. Make them a member first.") % name)
    if membership.role >= Role.MODERATOR:
        return no(_("%(name)s moderates every board of %(community)s already.") % name)
    return YES
