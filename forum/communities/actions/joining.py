"""Asking to join a community, and what its facilitators answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.counting_in import count_in
from forum.communities.actions.log import note_change
from forum.communities.events import JoiningRequested, MemberJoined, RequestAnswered, RequestWithdrawn
from forum.communities.models import Community, JoiningRequest, Membership, Role, Verb
from forum.communities.policies.joining import (
    may_accept_request,
    may_ask_to_join,
    may_decline_request,
    may_withdraw_request,
)
from forum.communities.policies.measures import may_be_let_in, may_come_back
from forum.communities.selectors.joining import forget_requests, requests_of
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.core.claims import Kind, nobody_else_decides
from forum.core.events import publish
from forum.core.limits import JOINING, TENDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.core.words import one_line
from forum.people.models import Person
from forum.people.selectors.accounts import lock_account

State = JoiningRequest.State
LONGEST_ANSWER = 1000
LONGEST_REASON = 500
ROLES = (Role.GUEST, Role.MEMBER)


@transaction.atomic
def ask_to_join(
    *,
    person: Person,
    community: Community,
    answers: Sequence[str] = (),
    questions: Sequence[str] = (),
    now: datetime | None = None,
) -> JoiningRequest:
    """Let the facilitators know that the person would like to join. Asking twice is the same as once.

    `questions` are those that were answered, in their order: they must still be the community's. Where it has none,
    one answer may come all the same, as a word to the facilitators. Raises Refused, Invalid or TooMany.
    """
    spend(JOINING, person.pk)
    community = locked_community(community.pk)
    lock_standing(person, [community.pk])
    forget_requests(person)
    latest = requests_of(person).get(community.pk)
    if latest is not None and latest.state == State.WAITING:
        return latest
    require(may_ask_to_join(person, community))
    require(may_come_back(person, community, now=now))
    request = JoiningRequest.objects.create(
        person=person,
        community=community,
        answers=_checked_answers(community, questions, answers),
        created_at=now or timezone.now(),
    )
    forget_requests(person)
    publish(JoiningRequested(community_id=community.pk, request_id=request.pk))
    return request


def _checked_answers(
    community: Community, questions: Sequence[str], answers: Sequence[str]
) -> list[dict[str, str]]:
    said = [answer.replace("\x00", "").strip() for answer in answers]
    if list(questions) != community.joining_questions:
        raise Invalid(_("The facilitators ask something else now. Look at their questions once more."))
    if any(len(answer) > LONGEST_ANSWER for answer in said):
        raise Invalid(_("A few lines are enough: keep each answer within 1,000 characters."))
    if not questions:
        return [{"question": "", "answer": said[0]}] if said and said[0] else []
    if len(said) != len(questions) or not all(said):
        raise Invalid(_("Answer each of the questions, in a few words."))
    return [
        {"question": question, "answer": answer} for question, answer in zip(questions, said, strict=True)
    ]


@transaction.atomic
def withdraw_request(
    *, person: Person, request: JoiningRequest, now: datetime | None = None
) -> JoiningRequest:
    """Take one's own request back. Raises Refused or TooMany."""
    spend(JOINING, person.pk)
    request = _locked(request, person)
    require(may_withdraw_request(person, request))
    request.state, request.decided_at = State.WITHDRAWN, now or timezone.now()
    request.save(update_fields=["state", "decided_at"])
    forget_requests(person)
    publish(RequestWithdrawn(community_id=request.community_id, request_id=request.pk))
    return request


@transaction.atomic
def accept_request(
    *,
    facilitator: Person,
    request: JoiningRequest,
    role: int = Role.MEMBER,
    reason: str = "",
    now: datetime | None = None,
) -> JoiningRequest:
    """Make who asked a guest or a member; they read the reason. Raises Refused, Invalid or TooMany."""
    spend(TENDING, facilitator.pk)
    request = _locked(request, facilitator)
    require(may_accept_request(facilitator, request))
    require(nobody_else_decides(facilitator.pk, Kind.ASKING, request.pk))
    require(may_be_let_in(request.person, request.community, now=now))
    if role not in ROLES:
        raise Invalid(_("Choose whether they come as a guest or as a member."), field="role")
    moment = now or timezone.now()
    _answer(request, State.ACCEPTED, facilitator, reason, moment)
    _joined, is_new = Membership.objects.get_or_create(
        person=request.person, community=request.community, defaults={"role": role, "joined_at": moment}
    )
    if is_new:
        count_in(request.person, request.community, by=facilitator, now=moment)
        publish(MemberJoined(community_id=request.community_id, person_id=request.person_id))
    _note(Verb.REQUEST_ACCEPTED, facilitator, request, Role(role).name.lower())
    publish(RequestAnswered(community_id=request.community_id, request_id=request.pk))
    return request


@transaction.atomic
def decline_request(
    *, facilitator: Person, request: JoiningRequest, reason: str, now: datetime | None = None
) -> JoiningRequest:
    """Say no to who asked, with a reason that they read. Raises Refused, Invalid or TooMany."""
    spend(TENDING, facilitator.pk)
    request = _locked(request, facilitator)
    require(may_decline_request(facilitator, request))
    require(nobody_else_decides(facilitator.pk, Kind.ASKING, request.pk))
    if not reason.strip():
        raise Invalid(_("Say why, in a sentence that the person can do something with."), field="reason")
    _answer(request, State.DECLINED, facilitator, reason, now or timezone.now())
    _note(Verb.REQUEST_DECLINED, facilitator, request)
    publish(RequestAnswered(community_id=request.community_id, request_id=request.pk))
    return request


def _locked(request: JoiningRequest, actor: Person) -> JoiningRequest:
    """The request as it stands now, locked; before it the people, who may be leaving.

    Raises Refused where it went with whoever asked.
    """
    locked_community(request.community_id)
    lock_standing(actor, [request.community_id])
    lock_account(request.person)
    rows = JoiningRequest.objects.select_for_update(of=("self",))
    found = rows.select_related("community", "person", "decided_by").filter(pk=request.pk).first()
    if found is None:
        raise Refused(_("Whoever asked has left the network in the meantime."))
    return found


def _answer(
    request: JoiningRequest, state: State, facilitator: Person, reason: str, moment: datetime
) -> None:
    words = one_line(reason)
    if len(words) > LONGEST_REASON:
        raise Invalid(_("Keep the reason within 500 characters."), field="reason")
    request.state, request.reason = state, words
    request.decided_at, request.decided_by = moment, facilitator
    request.save(update_fields=["state", "reason", "decided_at", "decided_by"])


def _note(verb: Verb, facilitator: Person, request: JoiningRequest, about: str = "") -> None:
    note_change(
        verb,
        by=facilitator,
        community=request.community,
        person=request.person,
        about=about,
        reason=request.reason,
        now=request.decided_at,
    )
