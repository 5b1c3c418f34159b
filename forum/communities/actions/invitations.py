"""Inviting people to a community, and coming in by an invitation."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.counting_in import count_in
from forum.communities.actions.log import note_change
from forum.communities.events import InvitationRevoked, MemberJoined, PeopleInvited
from forum.communities.models import Community, Invitation, InvitationUse, Membership, Role, Verb
from forum.communities.policies.invitations import (
    may_invite,
    may_mail_again,
    may_revoke,
    may_use_invitation,
)
from forum.communities.selectors.invitations import mailed_since, standing_of_addresses
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.communities.sorting_lists import LONGEST_ADDRESS, LONGEST_MESSAGE
from forum.core.events import publish
from forum.core.limits import INVITING, JOINING, REMINDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.people.models import Person

State = Invitation.State
ROLES = (Role.GUEST, Role.MEMBER)
MOST_MAILED_A_DAY = 2000  # in one community
MOST_USES = 500
MOST_DAYS = 90


@transaction.atomic
def invite_by_mail(
    *,
    inviter: Person,
    community: Community,
    email: str,
    role: int = Role.MEMBER,
    message: str = "",
    days: int = 30,
    now: datetime | None = None,
) -> Invitation:
    """Invite whoever reads mail at an address. Raises Refused, Invalid or TooMany."""
    spend(INVITING, inviter.pk)
    community, moment = begin_inviting(inviter, community), now or timezone.now()
    address = checked_address(email)
    _require_new(community, address, moment)
    require_room(community, 1, moment)
    close_run_out(community, [address], moment)
    invitation = made_invitation(community, inviter, role, message, days, moment)
    invitation.email = address
    invitation.save()
    note_invited(inviter, community, role, now=moment, way="mail", count=1, invitation=invitation.pk)
    publish(PeopleInvited(community_id=community.pk, mailed=(invitation.pk,)))
    return invitation


@transaction.atomic
def invite_by_link(
    *,
    inviter: Person,
    community: Community,
    most_uses: int,
    role: int = Role.MEMBER,
    message: str = "",
    days: int = 30,
    now: datetime | None = None,
) -> Invitation:
    """Make a link that lets `most_uses` people in. Raises Refused, Invalid or TooMany."""
    spend(INVITING, inviter.pk)
    community, moment = begin_inviting(inviter, community), now or timezone.now()
    if not 1 <= most_uses <= MOST_USES:
        raise Invalid(_("A link lets in between 1 and 500 people."), field="most_uses")
    invitation = made_invitation(community, inviter, role, message, days, moment)
    invitation.most_uses = most_uses
    invitation.save()
    note_invited(inviter, community, role, now=moment, way="link", count=most_uses, invitation=invitation.pk)
    publish(PeopleInvited(community_id=community.pk, mailed=()))
    return invitation


@transaction.atomic
def revoke_invitation(*, facilitator: Person, invitation: Invitation) -> Invitation:
    """Let an invitation lead nowhere from now on. Raises Refused or TooMany."""
    spend(INVITING, facilitator.pk)
    invitation = _locked(invitation, facilitator)
    require(may_revoke(facilitator, invitation))
    invitation.state = State.REVOKED
    invitation.save(update_fields=["state"])
    details = {"way": "mail" if invitation.email else "link", "uses": invitation.uses}
    note_change(Verb.INVITATION_REVOKED, by=facilitator, community=invitation.community, details=details)
    publish(InvitationRevoked(community_id=invitation.community_id, invitation_id=invitation.pk))
    return invitation


def close_links_of(*, person: Person, communities: Iterable[Community] | None = None) -> int:
    """Let the links that someone made, and may still hold, lead nowhere; how many. Part of what puts them out.

    `communities` are those to which the links lead, None for all.
    """
    links = Invitation.objects.filter(invited_by=person, email="")
    return _closed(links if communities is None else links.filter(community__in=communities))


@transaction.atomic
def mail_invitation_again(
    *, facilitator: Person, invitation: Invitation, now: datetime | None = None
) -> Invitation:
    """Send the mail of an invitation once more, a few times a day. Raises Refused or TooMany."""
    spend(INVITING, facilitator.pk)
    invitation = _locked(invitation, facilitator)
    require(may_mail_again(facilitator, invitation, now or timezone.now()))
    spend(REMINDING, invitation.pk)
    publish(PeopleInvited(community_id=invitation.community_id, mailed=(invitation.pk,)))
    return invitation


@transaction.atomic
def accept_invitation(*, person: Person, invitation: Invitation, now: datetime | None = None) -> Membership:
    """Come in by an invitation; whoever holds it may, whatever their address. Raises Refused or TooMany."""
    spend(JOINING, person.pk)
    moment = now or timezone.now()
    invitation = _locked(invitation, person)
    require(may_use_invitation(person, invitation, moment))
    membership = Membership.objects.create(
        person=person, community=invitation.community, role=invitation.role, joined_at=moment
    )
    InvitationUse.objects.create(invitation=invitation, person=person, used_at=moment)
    invitation.uses += 1
    invitation.state = State.USED_UP if invitation.uses == invitation.most_uses else State.OPEN
    invitation.save(update_fields=["uses", "state"])
    count_in(person, invitation.community, by=invitation.invited_by, now=moment)
    publish(MemberJoined(community_id=invitation.community_id, person_id=person.pk))
    return membership


# What inviting one and inviting many have in common ------------------------------------------------------------


def begin_inviting(inviter: Person, community: Community) -> Community:
    """The community as it is now, locked, for someone who may invite to it. Raises Refused."""
    locked = locked_community(community.pk)
    lock_standing(inviter, [locked.pk])
    require(may_invite(inviter, locked))
    return locked


def checked_address(email: str) -> str:
    """The address without blanks around it. Raises Invalid for what is none."""
    address = email.replace("\x00", "").strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid(_("This is no mail address."), field="email") from None
    if len(address) > LONGEST_ADDRESS:
        raise Invalid(_("This mail address is too long."), field="email")
    return address


def _require_new(community: Community, address: str, now: datetime) -> None:
    known = standing_of_addresses(community, [address], now)
    low = address.lower()
    if low in known.belong:
        raise Invalid(_("Someone with this address belongs here already."), field="email")
    if low in known.asked:
        raise Invalid(_("Someone with this address has asked to join: answer the request."), field="email")
    if low in known.invited:
        raise Invalid(_("This address is invited already. You can send the mail again below."), field="email")


def require_room(community: Community, wanted: int, now: datetime) -> None:
    """Refuse where a day would see more than `MOST_MAILED_A_DAY` mails of a community."""
    left = MOST_MAILED_A_DAY - mailed_since(community, now - timedelta(days=1))
    if wanted > left:
        said = {"most": MOST_MAILED_A_DAY, "left": max(left, 0)}
        raise Refused(
            _("A community can invite %(most)d people by mail in a day; %(left)d are left. Go on tomorrow.")
            % said
        )


def close_run_out(community: Community, addresses: Iterable[str], now: datetime) -> None:
    """Close invitations of these addresses that have run out: an address has one at a time."""
    low = [address.lower() for address in addresses]
    rows = Invitation.objects.filter(community=community, expires_at__lte=now)
    _closed(rows.alias(low=Lower("email")).filter(low__in=low))


def _closed(rows: QuerySet[Invitation]) -> int:
    """Let those of them that are open lead nowhere; how many. They are locked by id: whoever leaves locks them too."""
    still_open = rows.filter(state=State.OPEN).select_for_update().order_by("pk")
    ids = list(still_open.values_list("pk", flat=True))
    return Invitation.objects.filter(pk__in=ids).update(state=State.REVOKED)


def made_invitation(
    community: Community, inviter: Person, role: int, message: str, days: int, now: datetime
) -> Invitation:
    """An invitation for one, not stored yet. Raises Invalid."""
    words = message.replace("\x00", "").replace("\r\n", "\n").strip()
    if role not in ROLES:
        raise Invalid(_("People are invited as guests or as members."), field="role")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("An invitation lasts between 1 and 90 days."), field="days")
    if len(words) > LONGEST_MESSAGE:
        raise Invalid(_("Keep the message within 1,000 characters."), field="message")
    return Invitation(
        community=community,
        token=secrets.token_urlsafe(32),
        role=role,
        message=words,
        invited_by=inviter,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )


def note_invited(
    inviter: Person, community: Community, role: int, *, now: datetime, **details: str | int
) -> None:
    """Note in the log that people were invited, without their addresses.

    `details` are `way` ("mail", "link" or "list"), `count`, and the id of the `invitation` or of the `batch`.
    """
    note_change(
        Verb.INVITED,
        by=inviter,
        community=community,
        about=Role(role).name.lower(),
        details=details,
        now=now,
    )


def _locked(invitation: Invitation, actor: Person) -> Invitation:
    """The invitation as it stands now, locked, with its community; who acts before it, for they may be leaving."""
    locked_community(invitation.community_id)
    lock_standing(actor, [invitation.community_id])
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("community", "invited_by")
    return rows.get(pk=invitation.pk)
