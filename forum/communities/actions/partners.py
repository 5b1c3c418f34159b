"""Naming the communities that stand beside one's own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.log import note_change
from forum.communities.events import PartnersChanged
from forum.communities.models import Community, Partnership, Verb
from forum.communities.policies.communities import may_shape_community
from forum.communities.policies.shaping import may_name_partner
from forum.communities.selectors.locks import lock_standing, locked_community
from forum.communities.selectors.partners import MOST_PARTNERS, partner_called, partners_of
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.people.models import Person


@transaction.atomic
def name_partner(
    *, namer: Person, community: Community, partner: Community, now: datetime | None = None
) -> None:
    """Show another community on the page of this one; a second time changes nothing.

    Only partners that the namer may know of are counted, so that a limit never tells of others.
    Raises Refused, Invalid or TooMany.
    """
    locked = locked_community(community.pk)
    lock_standing(namer, [locked.pk, partner.pk])
    require(may_name_partner(namer, locked, partner))
    spend(SETTING, namer.pk)
    named = partners_of(namer, locked)
    if partner in named:
        return
    if len(named) >= MOST_PARTNERS:
        raise Invalid(
            _("A page holds %(most)d partners. Take one away first.") % {"most": MOST_PARTNERS},
            field="partner",
        )
    moment = now or timezone.now()
    _row, is_new = Partnership.objects.get_or_create(
        community=locked, partner=partner, defaults={"created_at": moment}
    )
    if is_new:
        _note(Verb.PARTNERED, namer, locked, partner, now)


def name_partner_called(*, namer: Person, community: Community, text: str) -> Community:
    """The same with the community of this name or address, which is returned.

    Raises Invalid, counted like the rest, where the namer may know of none.
    """
    partner = partner_called(namer, text)
    if partner is None:
        require(may_shape_community(namer, community))
        spend(SETTING, namer.pk)
        raise Invalid(
            _("There is no such community, or it is not open to you. Look in the directory."), field="partner"
        )
    name_partner(namer=namer, community=community, partner=partner)
    return partner


@transaction.atomic
def drop_partner(
    *, dropper: Person, community: Community, partner: Community, now: datetime | None = None
) -> None:
    """No longer show it. Raises Refused or TooMany."""
    locked = locked_community(community.pk)
    lock_standing(dropper, [locked.pk])
    require(may_shape_community(dropper, locked))
    spend(SETTING, dropper.pk)
    deleted, _rows = Partnership.objects.filter(community=locked, partner=partner).delete()
    if deleted:
        _note(Verb.UNPARTNERED, dropper, locked, partner, now)


def _note(verb: Verb, by: Person, community: Community, partner: Community, now: datetime | None) -> None:
    """The log keeps which one it was, not its name: who reads the log may not know of it."""
    note_change(verb, by=by, community=community, details={"partner": partner.pk}, now=now)
    publish(PartnersChanged(community_id=community.pk))
