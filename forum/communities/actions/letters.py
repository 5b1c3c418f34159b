"""Mails about coming in, proposals and ended memberships; each looks once more whether it is true before it goes."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forum.communities.models import Change, FoundingRequest, Invitation, JoiningRequest, Membership, Verb
from forum.communities.policies.joining import UNTIL_ASKING_AGAIN
from forum.core.letters import send_letter
from forum.network.selectors import ground
from forum.people.models import Person


def mail_answer_to_request(*, request_id: int) -> bool:
    """Tell who asked to join what a facilitator answered. False where that is no longer so, or nobody can read it.

    It goes to the address of the account, confirmed or not: whoever signed up with it typed it themselves, and the
    mail says nothing of what is in the community.
    """
    rows = JoiningRequest.objects.select_related("community", "person", "decided_by")
    request = rows.filter(pk=request_id, state__in=["accepted", "declined"], person__is_active=True).first()
    if request is None or request.decided_at is None or not request.person.email:
        return False
    membership = Membership.objects.filter(person=request.person, community=request.community).first()
    if (request.state == JoiningRequest.State.ACCEPTED) is (membership is None):
        return False
    context = {
        "request": request,
        "community": request.community,
        "person": request.person,
        "facilitator": _name(request.decided_by),
        "role": membership.role if membership else 0,
        "again": date_format(request.decided_at + UNTIL_ASKING_AGAIN, "DATE_FORMAT"),
        "network_name": ground().name,
    }
    send_letter("request_answered", to=request.person.email, context=context)
    return True


def mail_invitation(*, invitation_id: int, now: datetime | None = None) -> bool:
    """Send an invitation to its address. False where it has ended, was used or taken back meanwhile."""
    rows = Invitation.objects.select_related("community", "invited_by")
    invitation = rows.filter(pk=invitation_id).exclude(email="").first()
    if invitation is None or not invitation.is_good(now or timezone.now()):
        return False
    if invitation.community.archived_at is not None:
        return False
    context = {
        "invitation": invitation,
        "community": invitation.community,
        "who": _name(invitation.invited_by),
        "ends": date_format(invitation.expires_at, "DATE_FORMAT"),
        "network_name": ground().name,
    }
    send_letter("invitation", to=invitation.email, context=context)
    return True


def mail_answer_to_proposal(*, request_id: int) -> bool:
    """Tell who proposed a community what a steward answered. False where nothing is answered or nobody can read it."""
    rows = FoundingRequest.objects.select_related("person", "community", "decided_by")
    proposal = rows.filter(pk=request_id, person__is_active=True).exclude(state="waiting").first()
    if proposal is None or not proposal.person.email:
        return False
    context = {"proposal": proposal, "name": proposal.fields["name"], "network_name": ground().name}
    send_letter("proposal_answered", to=proposal.person.email, context=context)
    return True


def mail_end_of_membership(*, community_id: int, person_id: int) -> bool:
    """Tell someone that their membership was ended, and why. False where they are back, or nobody can read it."""
    rows = Change.objects.filter(verb=Verb.TAKEN_OUT, community=community_id, person=person_id)
    change = rows.select_related("community", "person").order_by("-pk").first()
    if change is None or change.person is None or not change.person.email or not change.person.is_active:
        return False
    if Membership.objects.filter(community=community_id, person=person_id).exists():
        return False
    context = {"change": change, "community": change.community, "person": change.person}
    send_letter("membership_ended", to=change.person.email, context=context | {"network_name": ground().name})
    return True


def _name(person: Person | None) -> str:
    return person.display_name if person is not None else str(_("A facilitator"))
