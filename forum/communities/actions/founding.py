"""Opening communities, proposing them, and answering proposals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.describing import (
    check_address,
    check_community,
    check_name,
    save_community,
    tidied,
    words_in,
)
from forum.communities.actions.log import note_change
from forum.communities.events import CommunityFounded, CommunityProposed, ProposalAnswered
from forum.communities.models import Community, FoundingRequest, Membership, Role, Verb
from forum.communities.policies.communities import may_found_community
from forum.communities.policies.founding import may_answer, may_propose_community
from forum.communities.selectors.describing import is_address_known
from forum.communities.selectors.founding import waiting_proposals_of
from forum.communities.selectors.standing import forget_memberships
from forum.core.asking_first import ask_first
from forum.core.events import publish
from forum.core.limits import FOUNDING, TENDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.network.selectors import ground_anew
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account
from forum.people.selectors.people import person_anew, person_at

State = FoundingRequest.State
LONGEST_REASON, LONGEST_ANSWER = 1000, 500


@transaction.atomic
def found_community(
    *, founder: Person, facilitator: Person, now: datetime | None = None, **fields: Any
) -> Community:
    """Open a community with `facilitator` in the chair. `fields` are columns of Community.

    Raises Refused, or ValidationError by field, also where someone has just taken the name or the address.
    """
    require(may_found_community(founder))
    now = now or timezone.now()
    community = Community(created_at=now, member_count=1, **tidied(fields))
    check_community(community)
    check_name(founder, community)
    save_community(community)
    Membership.objects.create(community=community, person=facilitator, role=Role.FACILITATOR, joined_at=now)
    forget_memberships(facilitator)
    chair = facilitator if facilitator.pk != founder.pk else None
    note_change(Verb.FOUNDED, by=founder, community=community, about=community.name, person=chair, now=now)
    publish(CommunityFounded(community_id=community.pk))
    return community


@transaction.atomic
def found_community_for(
    *, steward: Person, handle: str = "", now: datetime | None = None, **fields: Any
) -> Community:
    """The same with whoever has this handle in the chair, or the steward where it is empty.

    Raises Invalid where nobody has it, and TooMany.
    """
    require(may_found_community(steward))
    ask_first(words_in(fields))
    spend(TENDING, steward.pk)
    return found_community(founder=steward, facilitator=_facilitator(steward, handle), now=now, **fields)


def _facilitator(steward: Person, handle: str) -> Person:
    wished = handle.strip().lstrip("@")
    if not wished:
        return person_anew(steward)
    found = person_at(steward, wished)
    if found is None or found.kind != Person.Kind.HUMAN:
        raise Invalid(_("Nobody with an account has this handle."), field="facilitator")
    return found


@transaction.atomic
def propose_community(
    *, proposer: Person, reason: str, now: datetime | None = None, **fields: Any
) -> FoundingRequest:
    """Ask the stewards for a community. `fields` are columns of Community.

    What is taken is told when a steward answers: a name may belong to a community that the proposer must not know of.
    Raises Refused, TooMany, or ValidationError by field.
    """
    Person.objects.select_for_update(no_key=True).get(pk=proposer.pk)  # so that they are counted one by one
    lock_account(proposer)
    waiting = waiting_proposals_of(proposer)
    require(may_propose_community(proposer, founding=ground_anew().founding, waiting=waiting))
    spend(FOUNDING, proposer.pk)
    checked = tidied(fields)
    _check_proposed(Community(**checked), proposer)
    if not reason.strip():
        raise Invalid(_("Say in a sentence or two why the network needs it."), field="reason")
    ask_first([reason, *words_in(checked)])
    request = FoundingRequest.objects.create(
        person=proposer,
        fields=checked,
        reason=reason.strip()[:LONGEST_REASON],
        created_at=now or timezone.now(),
    )
    publish(CommunityProposed(request_id=request.pk))
    return request


def _check_proposed(community: Community, proposer: Person) -> None:
    community.clean_fields()
    check_community(community, but_for={"name", "slug"})
    check_address(community)
    check_name(proposer, community)
    if is_address_known(proposer, community.slug):
        raise ValidationError({"slug": _("A community has this address already.")})


@transaction.atomic
def accept_proposal(
    *,
    steward: Person,
    proposal: FoundingRequest,
    name: str = "",
    slug: str = "",
    answer: str = "",
    now: datetime | None = None,
) -> Community:
    """Open the community that was proposed, its proposer in the chair; under another name or address if given.

    Raises Refused where it is answered already, or ValidationError by field where the name or address is taken: the
    proposal waits on.
    """
    locked = _locked(proposal, steward)
    require(may_answer(steward, locked))
    spend(TENDING, steward.pk)
    if not locked.person.is_active:
        raise Refused(_("Whoever proposed it has left the network. Decline it, or open it yourself."))
    fields = locked.fields | {"name": name or locked.fields["name"], "slug": slug or locked.fields["slug"]}
    community = found_community(founder=steward, facilitator=locked.person, now=now, **fields)
    locked.community = community
    _answer(locked, State.ACCEPTED, by=steward, answer=answer, now=now)
    return community


@transaction.atomic
def decline_proposal(
    *, steward: Person, proposal: FoundingRequest, answer: str, now: datetime | None = None
) -> FoundingRequest:
    """Do not open it, and say why. Raises Refused, or Invalid without an answer."""
    locked = _locked(proposal, steward)
    require(may_answer(steward, locked))
    spend(TENDING, steward.pk)
    if not answer.strip():
        raise Invalid(_("Say why, in words that help whoever proposed it."), field="answer")
    _answer(locked, State.DECLINED, by=steward, answer=answer, now=now)
    return locked


def _locked(proposal: FoundingRequest, steward: Person) -> FoundingRequest:
    """The proposal as it stands now, locked; people before it, for they may be leaving."""
    lock_account(steward)
    lock_account(proposal.person)
    rows = FoundingRequest.objects.select_for_update(of=("self",)).select_related("person", "decided_by")
    found = rows.filter(pk=proposal.pk).first()
    if found is None:
        raise Refused(_("Whoever proposed it has left the network in the meantime."))
    return found


def _answer(locked: FoundingRequest, state: str, *, by: Person, answer: str, now: datetime | None) -> None:
    locked.state, locked.answer = state, answer.strip()[:LONGEST_ANSWER]
    locked.decided_at, locked.decided_by = now or timezone.now(), by
    locked.save(update_fields=["state", "answer", "decided_at", "decided_by", "community"])
    verb = Verb.FOUNDING_ACCEPTED if state == State.ACCEPTED else Verb.FOUNDING_DECLINED
    about = locked.community.name if locked.community else str(locked.fields["name"])
    note_change(verb, by=by, about=about, person=locked.person, reason=locked.answer, now=now)
    publish(ProposalAnswered(request_id=locked.pk))
