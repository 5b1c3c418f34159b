"""Mails about proposals and ended memberships; each looks once more whether what it says is still so before it goes."""

from __future__ import annotations

from forum.communities.models import Change, FoundingRequest, Membership, Verb
from forum.core.letters import send_letter
from forum.network.selectors import ground


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
