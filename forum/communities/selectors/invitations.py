"""Invitations: by the token that somebody holds, and as the facilitators of a community see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import BigIntegerField, F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import Coalesce, Lower, RowNumber
from django.utils import timezone

from forum.communities.models import (
    Change,
    Community,
    Invitation,
    InvitationBatch,
    InvitationUse,
    JoiningRequest,
    Membership,
    Verb,
)
from forum.core.paging import cut
from forum.people.models import Person

State = Invitation.State
KEPT = "invitation"  # where a session keeps the token that its visitor came with
INVITATIONS_ON_A_PAGE = 40


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation of a token, with its community and who invites. For whoever holds the token."""
    return Invitation.objects.select_related("community", "invited_by").filter(token=token).first()


def invitation_kept(session: Mapping[str, Any], now: datetime | None = None) -> Invitation | None:
    """The invitation that this visitor came with, while it lets somebody in; None otherwise. For themselves."""
    token = session.get(KEPT)
    found = invitation_by_token(token) if isinstance(token, str) else None
    if found is None or not found.is_good(now or timezone.now()) or found.community.archived_at is not None:
        return None
    return found


def is_session_invited(session: Mapping[str, Any]) -> bool:
    """True where this visitor came with an invitation by which somebody can still make an account."""
    found = invitation_kept(session)
    return found is not None and found.sign_ups < found.most_uses


def was_used_by(person: Person, invitation: Invitation) -> bool:
    """True where the person came in by this invitation before, whatever became of their membership."""
    return InvitationUse.objects.filter(invitation=invitation, person=person).exists()


def came_by_invitation(person: Person, community_id: int) -> bool:
    """True where somebody of the community has invited the person into it, and they came."""
    return InvitationUse.objects.filter(invitation__community=community_id, person=person).exists()


def was_taken_out_since(person: Person, invitation: Invitation) -> bool:
    """True where somebody ended the person's membership there after the invitation was made."""
    ended = Change.objects.filter(verb=Verb.TAKEN_OUT, community=invitation.community_id, person=person)
    return ended.filter(created_at__gte=invitation.created_at).exists()


def invitation_in(community: Community, invitation_id: int) -> Invitation | None:
    """An invitation to the community. For its facilitators."""
    rows = Invitation.objects.select_related("community", "invited_by")
    return rows.filter(community=community, pk=invitation_id).first()


def _good(now: datetime) -> Q:
    return Q(state=State.OPEN, expires_at__gt=now, uses__lt=F("most_uses"))


def open_invitations(community: Community, now: datetime) -> QuerySet[Invitation]:
    """Invitations that let somebody in, newest first, with who came by them. For the community's facilitators."""
    return _with_uses(Invitation.objects.filter(_good(now), community=community))


def ended_invitations(community: Community, now: datetime) -> QuerySet[Invitation]:
    """Those that were used up, taken back or ran out, newest first. For the community's facilitators."""
    return _with_uses(Invitation.objects.filter(~_good(now), community=community))


def _with_uses(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    uses = InvitationUse.objects.select_related("person").order_by("id")
    shown = rows.select_related("invited_by", "batch").order_by("-id")
    return shown.prefetch_related(Prefetch("used_by", queryset=uses))


def who_came_by(changes: Iterable[Change], *, most: int) -> dict[int, list[Person]]:
    """Who came in by what each of these lines of the log gave out, the first `most` of them, by the line's id.

    No query where none of them gave anything out. For those who read the log.
    """
    lines = {key: change.pk for change in changes if (key := _given_out(change))}
    if not lines:
        return {}
    uses = InvitationUse.objects.filter(
        Q(invitation__in=[key for key in lines if key > 0])
        | Q(invitation__batch__in=[-key for key in lines if key < 0])
    )
    uses = uses.annotate(
        way=Coalesce(-F("invitation__batch"), F("invitation"), output_field=BigIntegerField())
    )
    uses = uses.annotate(place=Window(RowNumber(), partition_by=F("way"), order_by="pk"))
    found: dict[int, list[Person]] = {}
    for use in uses.filter(place__lte=most).select_related("person").order_by("pk"):
        found.setdefault(lines[use.way], []).append(use.person)
    return found


def _given_out(change: Change) -> int:
    """The id of an invitation, or below zero that of a list of them; 0 where it was neither."""
    given_out: int = change.details.get("invitation", 0) or -change.details.get("batch", 0)
    return given_out


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """A page of invitations, and the id to ask the next page with (0 on the last)."""

    invitations: list[Invitation]
    more: int


def invitation_page(rows: QuerySet[Invitation], *, before: int = 0) -> InvitationPage:
    """A page of `open_invitations` or `ended_invitations`, from below the id `before` on."""
    shown, has_more = cut(rows.filter(pk__lt=before) if before else rows, INVITATIONS_ON_A_PAGE)
    return InvitationPage(shown, shown[-1].pk if has_more else 0)


def mailed_since(community: Community, moment: datetime) -> int:
    """How many invitations by mail were made since then."""
    rows = Invitation.objects.filter(community=community, created_at__gt=moment)
    return rows.exclude(email="").count()


def batches_of(community: Community) -> QuerySet[InvitationBatch]:
    """Lists that were invited together, newest first, without their reports. For the community's facilitators."""
    rows = InvitationBatch.objects.filter(community=community).select_related("invited_by")
    return rows.defer("report").order_by("-id")


def batch_in(community: Community, batch_id: int) -> InvitationBatch | None:
    """One of them with its report. For the community's facilitators."""
    rows = InvitationBatch.objects.filter(community=community).select_related("invited_by")
    return rows.filter(pk=batch_id).first()


@dataclass(frozen=True, slots=True)
class Standing:
    """Addresses, in lower case, by what is known of them in one community; of the rest of the network, nothing."""

    belong: frozenset[str]
    invited: frozenset[str]
    asked: frozenset[str]


def standing_of_addresses(community: Community, addresses: Collection[str], now: datetime) -> Standing:
    """What the community itself knows of these addresses. For its facilitators; an account elsewhere does not show."""
    wanted = {address.lower() for address in addresses}
    holders: dict[int, set[str]] = {}
    for person_id, address in _holders(community, wanted):
        holders.setdefault(person_id, set()).add(address)
    members = Membership.objects.filter(community=community, person__in=holders)
    asking = JoiningRequest.objects.filter(
        community=community, person__in=holders, state=JoiningRequest.State.WAITING
    )
    invited = Invitation.objects.filter(_good(now), community=community).alias(low=Lower("email"))
    return Standing(
        belong=_addresses(holders, members.values_list("person_id", flat=True)),
        invited=frozenset(invited.filter(low__in=wanted).values_list(Lower("email"), flat=True)),
        asked=_addresses(holders, asking.values_list("person_id", flat=True)),
    )


def _holders(community: Community, wanted: set[str]) -> set[tuple[int, str]]:
    """Who of the community's people, and of those who ask, has which of the addresses."""
    waits = Q(joining_requests__community=community, joining_requests__state=JoiningRequest.State.WAITING)
    here = Person.objects.filter(Q(memberships__community=community) | waits, is_active=True)
    of_account = here.alias(low=Lower("email")).filter(low__in=wanted)
    proven = EmailAddress.objects.filter(user__in=here, verified=True).alias(low=Lower("email"))
    return {
        *of_account.values_list("pk", Lower("email")),
        *proven.filter(low__in=wanted).values_list("user_id", Lower("email")),
    }


def _addresses(holders: Mapping[int, set[str]], people: QuerySet[Any, int]) -> frozenset[str]:
    return frozenset(address for person_id in people for address in holders[person_id])
