"""Handing a community over, and ending memberships."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forum.communities.actions.invitations import close_links_of
from forum.communities.actions.log import note_change
from forum.communities.events import MemberTakenOut, RoleGiven
from forum.communities.models import Community, Membership, Role, Verb
from forum.communities.policies.shaping import may_hand_over, may_take_out
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.communities.selectors.standing import forget_memberships
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, Refused, require
from forum.people.models import Person

LONGEST_REASON = 500


@transaction.atomic
def take_out_member(
    *, taker: Person, person: Person, community: Community, reason: str, now: datetime | None = None
) -> None:
    """End someone's membership; what they wrote stays. `reason` is told to them and kept in the log.

    Links by which they let others in lead nowhere then, or they would be back by one of their own.

    Raises Refused, TooMany, or Invalid without a reason.
    """
    locked = locked_community(community.pk)
    lock_standing(taker, [locked.pk])
    membership = _locked_membership(person, locked)
    require(may_take_out(taker, locked, membership))
    spend(TENDING, taker.pk)
    if not reason.strip():
        raise Invalid(_("Say why. The person reads it, and it stays in the log."), field="reason")
    was = Role(membership.role).name.lower()
    membership.delete()  # and with it the boards that they moderated by name
    Community.objects.filter(pk=locked.pk).update(member_count=F("member_count") - 1)
    forget_memberships(person)
    links = close_links_of(person=person, communities=[locked])
    details = {"links": {"before": links, "after": 0}} if links else {}
    note_change(
        Verb.TAKEN_OUT, by=taker, community=locked, person=person, about=was, details=details,
        reason=reason.strip()[:LONGEST_REASON], now=now,
    )  # fmt: skip
    publish(MemberTakenOut(community_id=locked.pk, person_id=person.pk))


@transaction.atomic
def hand_over_community(
    *, giver: Person, person: Person, community: Community, now: datetime | None = None
) -> None:
    """Make a member facilitator in one's own place and go on as a member oneself. Raises Refused or TooMany."""
    locked = locked_community(community.pk)
    lock_standing(giver, [locked.pk])
    membership = _locked_membership(person, locked)
    require(may_hand_over(giver, locked, membership))
    spend(TENDING, giver.pk)
    own = _locked_membership(giver, locked)
    for row, role in ((membership, Role.FACILITATOR), (own, Role.MEMBER)):
        set_role(row, role, by=giver, community=locked, now=now)
    forget_memberships(person)
    forget_memberships(giver)


def set_role(
    membership: Membership, role: int, *, by: Person, community: Community, now: datetime | None
) -> None:
    """Store and log another role; the boards that came with the old one are moderated by name no more."""
    if membership.role == role:
        return
    details: dict[str, object] = {
        "role": {"before": Role(membership.role).name.lower(), "after": Role(role).name.lower()}
    }
    if membership.boards_moderated:
        details["boards_moderated"] = {"before": len(membership.boards_moderated), "after": 0}
    membership.role, membership.boards_moderated = role, []
    membership.save(update_fields=["role", "boards_moderated"])
    note_change(
        Verb.ROLE_GIVEN, by=by, community=community, person=membership.person,
        about=Role(role).name.lower(), details=details, now=now,
    )  # fmt: skip
    publish(RoleGiven(community_id=community.pk, person_id=membership.person_id, role=role))


def _locked_membership(person: Person, community: Community) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("person")
    membership = rows.filter(person=person, community=community).first()
    if membership is None:
        raise Refused(_("%(name)s does not belong here any more.") % {"name": person.display_name})
    return membership
