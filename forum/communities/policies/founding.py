"""Who may open communities, propose them, and answer proposals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import FoundingRequest
from forum.communities.policies.communities import may_found_community
from forum.communities.selectors.founding import waiting_proposals_of
from forum.core.verdicts import YES, Verdict, no
from forum.network.models import Network
from forum.network.selectors import ground
from forum.people.actors import Actor, is_person, is_steward

MOST_WAITING = 3


def may_propose_community(actor: Actor, *, founding: str, waiting: int) -> Verdict:
    """Proposing a community to the stewards.

    `founding` is who opens communities in this network, a value of `Network.Founding`; `waiting` is how many
    proposals of the actor's wait for an answer.
    """
    if not is_person(actor):
        return no(_("Sign in to propose a community."))
    if may_found_community(actor):
        return no(_("You are a steward: open it, nobody has to agree."))
    if founding != Network.Founding.MEMBERS:
        return may_found_community(actor)
    if waiting >= MOST_WAITING:
        return no(
            _("%(count)d of your proposals wait for an answer. Wait for one of them first.")
            % {"count": waiting}
        )
    return YES


def may_begin_community(actor: Actor) -> Verdict:
    """Having the form at all: opening a community, or proposing one as far as is known now."""
    if may_found_community(actor) or not is_person(actor):
        return may_found_community(actor)
    return may_propose_community(actor, founding=ground().founding, waiting=waiting_proposals_of(actor))


def may_answer_proposals(actor: Actor) -> Verdict:
    """Seeing what is proposed, and accepting or declining it."""
    if is_steward(actor):
        return YES
    return no(_("Only stewards of the network answer proposals."))


def may_answer(actor: Actor, proposal: FoundingRequest) -> Verdict:
    """Accepting or declining this one: once."""
    if not may_answer_proposals(actor):
        return may_answer_proposals(actor)
    if proposal.state == FoundingRequest.State.WAITING:
        return YES
    name = proposal.decided_by.display_name if proposal.decided_by else _("Someone")
    answered = {
        FoundingRequest.State.ACCEPTED: _("%(name)s has accepted this proposal already."),
        FoundingRequest.State.DECLINED: _("%(name)s has declined this proposal already."),
    }
    return no(answered[FoundingRequest.State(proposal.state)] % {"name": name})
