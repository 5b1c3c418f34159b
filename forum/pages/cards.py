"""What a card in the directory says of a community: its domain, how alive it is, how one joins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.communities.models import Community, JoiningRequest
from forum.communities.policies.communities import may_read_community
from forum.communities.policies.joining import may_ask_to_join
from forum.communities.policies.members import may_join
from forum.communities.selectors.joining import requests_of
from forum.communities.selectors.standing import memberships_of
from forum.discussions.selectors.listings import last_activity
from forum.people.actors import Actor, is_person


@dataclass(slots=True)
class Card:
    """The context of components/community_card.html; `community` there is the card itself."""

    name: str
    slug: str
    hue: int
    domain: str
    kind_label: str
    standing: str
    join_url: str
    ask_url: str
    enter_url: str
    joining_label: str
    is_archived: bool
    lang: str = ""
    facts: list[str] = field(default_factory=list)


def cards(actor: Actor, communities: Iterable[Community]) -> list[Card]:
    """A card for each community that the actor may know of. One query more than the communities took.

    One more again where some are joined on request and the actor is signed in.
    """
    rows = list(communities)
    moved = last_activity(actor, [community.pk for community in rows]) if rows else {}
    return [_card(actor, community, moved.get(community.pk)) for community in rows]


def _card(actor: Actor, community: Community, moved_at: datetime | None) -> Card:
    is_mine = community.pk in memberships_of(actor)
    return Card(
        name=community.name,
        slug=community.slug,
        hue=community.hue,
        domain=community.domain,
        kind_label=community.get_kind_display(),
        standing="member" if is_mine else "waiting" if _waits(actor, community) else "",
        join_url=reverse("community-join", args=[community.slug]) if may_join(actor, community) else "",
        ask_url=reverse("community-ask", args=[community.slug]) if _asks(actor, community) else "",
        enter_url=_way_in(community) if _enters(actor, community) else "",
        joining_label=joining_label(community),
        is_archived=community.archived_at is not None,
        lang=community.lang,
        facts=_facts(community, moved_at) if may_read_community(actor, community) else [],
    )


def _asks(actor: Actor, community: Community) -> bool:
    """Whether the card has a way to ask: a visitor signs in on it."""
    by_request = community.joining == Community.Joining.REQUEST and community.archived_at is None
    return by_request and (not is_person(actor) or may_ask_to_join(actor, community).allowed)


def _enters(actor: Actor, community: Community) -> bool:
    """Whether a visitor would be in after making an account: where anybody joins."""
    is_for_all = community.joining == Community.Joining.OPEN and community.archived_at is None
    return is_for_all and not is_person(actor)


def _way_in(community: Community) -> str:
    return f"{reverse('account_signup')}?{urlencode({'next': community.get_absolute_url()})}"


def _waits(actor: Actor, community: Community) -> bool:
    if community.joining != Community.Joining.REQUEST:
        return False
    latest = requests_of(actor).get(community.pk)
    return latest is not None and latest.state == JoiningRequest.State.WAITING


def joining_label(community: Community) -> str:
    """How one becomes a member, and who reads, in a few words."""
    if community.archived_at is not None:
        return _("Read, not added to")
    ways = {
        Community.Joining.OPEN: _("Open to all"),
        Community.Joining.REQUEST: _("On request"),
        Community.Joining.INVITATION: _("By invitation"),
    }
    way = ways[Community.Joining(community.joining)]
    if Community.Visibility(community.visibility).is_closed:
        return _("%(way)s · only members read") % {"way": way}
    return way


def _facts(community: Community, moved_at: datetime | None) -> list[str]:
    count = community.member_count
    return [ngettext("%d member", "%d members", count) % count, pulse(moved_at)]


def pulse(moved_at: datetime | None, now: datetime | None = None) -> str:
    """How alive something is, by when it last moved."""
    if moved_at is None:
        return _("nothing posted yet")
    age = (now or timezone.now()) - moved_at
    if age < timedelta(days=1):
        return _("active today")
    if age < timedelta(days=7):
        return _("active this week")
    if age < timedelta(days=31):
        return _("active this month")
    return _("quiet for a while")
