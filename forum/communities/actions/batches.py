"""Inviting many people at once, from a list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.invitations import (
    begin_inviting,
    close_run_out,
    made_invitation,
    note_invited,
    require_room,
)
from forum.communities.events import PeopleInvited
from forum.communities.models import Community, Invitation, InvitationBatch, Role
from forum.communities.policies.invitations import may_invite
from forum.communities.selectors.lists import sorted_list
from forum.communities.sorting_lists import Outcome, Sorted
from forum.core.editions import ChangedMeanwhile, edition_of
from forum.core.events import publish
from forum.core.limits import BATCHING, PREVIEWING, spend
from forum.core.verdicts import Invalid, require
from forum.core.words import one_line
from forum.people.models import Person


def look_over_list(
    *, inviter: Person, community: Community, text: str, role: int = Role.MEMBER, message: str = ""
) -> list[Sorted]:
    """What would become of every line of a list; nothing is changed. Raises Refused, Invalid or TooMany."""
    require(may_invite(inviter, community))
    spend(PREVIEWING, inviter.pk)
    return sorted_list(community, text, role=role, message=message, now=timezone.now())


def invite_list_as_shown(
    *, inviter: Person, community: Community, seen: str, **list_: Any
) -> InvitationBatch:
    """Invite everyone in the list if it and what goes with it are what was looked over: `seen` is their edition.

    `list_` are what `invite_many` takes. Raises ChangedMeanwhile, Refused, Invalid or TooMany.
    """
    if seen != edition_of_list(**list_):
        raise ChangedMeanwhile(_("This is not the list that you looked at. Look at it as it is now."))
    return invite_many(inviter=inviter, community=community, **list_)


def edition_of_list(*, text: str, role: int, message: str, days: int, **_unseen: Any) -> str:
    """The edition of a list and what goes with it."""
    return edition_of(text, role, message, days)


@transaction.atomic
def invite_many(
    *,
    inviter: Person,
    community: Community,
    name: str,
    text: str,
    role: int = Role.MEMBER,
    message: str = "",
    days: int = 30,
    now: datetime | None = None,
) -> InvitationBatch:
    """Invite everyone in a list who can be; what became of every line is kept as the report of the batch.

    `text` is the list as it was typed or uploaded. The community is looked at anew: whoever has come in since the
    list was checked is passed over. All are invited or nobody. Raises Refused, Invalid or TooMany.
    """
    spend(BATCHING, inviter.pk)
    community, moment = begin_inviting(inviter, community), now or timezone.now()
    found = sorted_list(community, text, role=role, message=message, now=moment)
    good = [each for each in found if each.outcome == Outcome.INVITED]
    if not good:
        raise Invalid(_("Nobody in this list can be invited as it is. Look at what is said of its lines."))
    require_room(community, len(good), moment)
    close_run_out(community, [each.email for each in good], moment)
    batch = InvitationBatch.objects.create(
        community=community,
        name=one_line(name)[:120] or _("List"),
        report=[each.reported() for each in found],
        invited_by=inviter,
        created_at=moment,
    )
    made = Invitation.objects.bulk_create(_invitation(batch, inviter, each, days) for each in good)
    note_invited(inviter, community, role, now=moment, way="list", count=len(made), batch=batch.pk)
    publish(PeopleInvited(community_id=community.pk, mailed=tuple(each.pk for each in made)))
    return batch


def _invitation(batch: InvitationBatch, inviter: Person, each: Sorted, days: int) -> Invitation:
    invitation = made_invitation(batch.community, inviter, each.role, each.message, days, batch.created_at)
    invitation.email, invitation.batch = each.email, batch
    return invitation
