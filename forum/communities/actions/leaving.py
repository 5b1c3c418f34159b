"""What becomes of memberships, requests and invitations when an account is closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from forum.communities.actions.standing import forget_why
from forum.communities.events import MemberLeft
from forum.communities.models import (
    Change,
    Community,
    FoundingRequest,
    Invitation,
    InvitationBatch,
    JoiningRequest,
    Membership,
    Verb,
)
from forum.communities.selectors.locks import lock_own_communities
from forum.core.events import publish
from forum.people.selectors.people import person_with

# Acts on a person, of which the log says what they were called then.
_SAYS_A_NAME = (
    *(Verb.PERSON_ADMITTED, Verb.PERSON_NOT_ADMITTED, Verb.PERSON_SHUT_OUT, Verb.PERSON_LET_BACK_IN),
    *(Verb.STEWARD_MADE, Verb.STEWARD_ENDED),
)


@transaction.atomic
def end_belonging(*, person_id: int, addresses: Iterable[str], now: datetime) -> None:
    """End every membership of the person, and let go of what they asked for and of invitations from and to them.

    Part of an action that has asked whether they may leave.
    """
    gone = tuple(addresses)
    lock_own_communities(person_id)
    _lock_invitations(person_id, gone)
    _end_memberships(person_id)
    _forget_name_in_log(person_id)
    forget_why(person_id=person_id)
    JoiningRequest.objects.filter(person=person_id).delete()
    proposed = FoundingRequest.objects.filter(person=person_id)
    proposed.exclude(state=FoundingRequest.State.ACCEPTED).delete()
    proposed.update(reason="")
    sent = Invitation.objects.filter(invited_by=person_id)
    sent.filter(state=Invitation.State.OPEN).update(state=Invitation.State.REVOKED)
    sent.update(message="")
    _forget_invitations_used(person_id)
    for address in gone:
        _forget_address(address)


def _lock_invitations(person_id: int, addresses: Sequence[str]) -> None:
    """All from and to them, and then the lists that name them: two who invited each other may leave at once."""
    concerned, naming = (
        Q(invited_by=person_id) | Q(used_by__person=person_id),
        Q(invitations__used_by__person=person_id),
    )
    for address in addresses:
        concerned |= Q(email__iexact=address)
        naming |= Q(text__icontains=address)
    ids = Invitation.objects.filter(concerned).values("pk")
    list(Invitation.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    lists = InvitationBatch.objects.alias(text=Cast("report", TextField())).filter(naming).values("pk")
    list(InvitationBatch.objects.select_for_update().filter(pk__in=lists).order_by("pk").values_list("pk"))


def _end_memberships(person_id: int) -> None:
    """One by one, as they were found: another may be on its way."""
    memberships = Membership.objects.filter(person=person_id).order_by("community_id")
    for membership in list(memberships):
        community_id = membership.community_id
        membership.delete()
        Community.objects.filter(pk=community_id).update(member_count=F("member_count") - 1)
        publish(MemberLeft(community_id=community_id, person_id=person_id))


def _forget_name_in_log(person_id: int) -> None:
    """What was done stays in the log, of whom it says nothing but that they have left."""
    name = person_with(person_id).display_name
    named = Q(verb__in=_SAYS_A_NAME) | Q(about__icontains=name)
    Change.objects.filter(named, person=person_id).update(about="")


def _forget_invitations_used(person_id: int) -> None:
    """What invited them says nothing any more, whether or not they ever confirmed its address."""
    used = Invitation.objects.filter(used_by__person=person_id).exclude(email="")
    for invitation in used.select_related("batch").order_by("pk"):
        if invitation.batch_id is not None:
            _blank_lines(InvitationBatch.objects.filter(pk=invitation.batch_id), invitation.email)
        Invitation.objects.filter(pk=invitation.pk).update(email="", message="")


def _forget_address(address: str) -> None:
    """Nobody is invited by an address that its holder took away; what is left of it says nothing."""
    received = Invitation.objects.filter(email__iexact=address)
    received.filter(state=Invitation.State.OPEN).update(state=Invitation.State.REVOKED)
    received.update(email="", message="")
    _blank_lines(_batches_naming(address), address)


def _blank_lines(batches: QuerySet[InvitationBatch], address: str) -> None:
    """Let the lines of lists that hold the address hold none."""
    for batch in batches.order_by("pk"):
        batch.report = [
            {**line, "email": "", "note": ""}
            if str(line.get("email", "")).lower() == address.lower()
            else line
            for line in batch.report
        ]
        batch.save(update_fields=["report"])


def _batches_naming(address: str) -> QuerySet[InvitationBatch]:
    rows = InvitationBatch.objects.alias(text=Cast("report", TextField()))
    return rows.filter(Q(text__icontains=address))
