"""Who may see a live session, schedule and change it, and come to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Role
from forum.communities.policies.communities import may_know_of, may_read_community, may_shape_community
from forum.communities.policies.standing import may_be_present, may_speak
from forum.communities.selectors.standing import role_in
from forum.core.verdicts import YES, Verdict, no
from forum.gatherings.models import Coming, Gathering, Host, Joint
from forum.people.actors import Actor, is_person

State = Gathering.State
_NO_SUCH = _("There is no such live session, or it is not open to you.")


def taking_part(gathering: Gathering) -> list[Community]:
    """The communities whose people come to it: its own, and others that have agreed. Reads `joint` as prefetched."""
    others = [row.community for row in gathering.joint.all() if row.state == Joint.State.AGREED]
    return [gathering.community, *others]


def named_to(actor: Actor, gathering: Gathering) -> list[Community]:
    """Those of them that the actor may know of: to whoever comes through one, a hidden one beside it is not named."""
    return [each for each in taking_part(gathering) if may_know_of(actor, each)]


def leads(actor: Actor, gathering: Gathering) -> bool:
    """Whether the actor is one of its hosts. Reads `hosts` as prefetched."""
    return is_person(actor) and any(
        host.person_id == actor.pk and host.part == Host.Part.HOST and not host.is_out
        for host in gathering.hosts.all()
    )


def may_see_gathering(actor: Actor, gathering: Gathering) -> Verdict:
    """Reading its page: who reads a community that takes part; of a draft, who prepares it.

    The row-wise twin is `gatherings_seen_by`.
    """
    if gathering.state == State.DRAFT:
        return YES if may_prepare(actor, gathering) else no(_NO_SUCH)
    return YES if any(may_read_community(actor, each) for each in taking_part(gathering)) else no(_NO_SUCH)


def may_schedule(actor: Actor, community: Community) -> Verdict:
    """Calling people together for a live session: facilitators."""
    shapes = may_shape_community(actor, community)
    return may_speak(actor, community) if shapes else shapes


def may_prolong(actor: Actor, gathering: Gathering) -> Verdict:
    """Calling people together for further meetings of its series: who may schedule sessions in that community."""
    schedules = may_schedule(actor, gathering.community)
    if not schedules:
        return schedules
    if gathering.series is None:
        return no(_("This session does not belong to a series. Schedule another one."))
    if gathering.series.goes_on_in_id is not None:
        return no(
            _("From a later meeting on this series was changed. Prolong it on the page of one of those.")
        )
    return YES


def may_go_on(newest: Gathering | None) -> Verdict:
    """Whether a series has a meeting left that further ones can be made after; `newest` is the last such one."""
    if newest is not None:
        return YES
    return no(_("All meetings of this series were cancelled. Schedule another series."))


def may_look_after_session(actor: Actor, gathering: Gathering) -> Verdict:
    """Looking after a session: facilitators of its community, and its hosts while they read that.

    Not asked is whether they may add anything: where that matters, `may_prepare` is.
    """
    shapes = may_shape_community(actor, gathering.community)
    if shapes or (leads(actor, gathering) and may_read_community(actor, gathering.community)):
        return YES
    return no(_("Those who host this session and facilitators of its community can do that."))


def may_prepare(actor: Actor, gathering: Gathering) -> Verdict:
    """Changing what it says and when it is: those who look after it and may write there."""
    looks_after = may_look_after_session(actor, gathering)
    return may_speak(actor, gathering.community) if looks_after else looks_after


def may_change(actor: Actor, gathering: Gathering) -> Verdict:
    """The same while it is to come: what took place stays as it was announced."""
    prepares = may_prepare(actor, gathering)
    if not prepares:
        return prepares
    if gathering.state == State.DRAFT or gathering.is_to_come:
        return YES
    if gathering.state == State.CANCELLED:
        return no(_("This session was cancelled. Schedule another one."))
    return no(_("This session is over. What it was stays as it was announced."))


def may_add_material(actor: Actor, gathering: Gathering) -> Verdict:
    """Putting there what one reads: those who prepare it, also once it is over, unless it was cancelled."""
    prepares = may_prepare(actor, gathering)
    if prepares and gathering.state == State.CANCELLED:
        return no(_("This session was cancelled. Schedule another one."))
    return prepares


def may_take_material_away(actor: Actor, gathering: Gathering) -> Verdict:
    """Taking away what one reads: those who look after it; also where nothing is added any more, or one is silenced,
    for its page is read still.
    """
    return may_look_after_session(actor, gathering)


def may_come(actor: Actor, gathering: Gathering, *, now: datetime) -> Verdict:
    """Saying whether one comes: who belongs to a community that takes part and is in good standing there."""
    sees = may_see_gathering(actor, gathering)
    if not sees:
        return sees
    if gathering.state == State.CANCELLED:
        return no(_("This session was cancelled."))
    if not gathering.is_to_come:
        return no(_("This session is over."))
    if gathering.ends_at <= now:
        return no(_("Its hour has passed. Whoever takes part can still come in, and need not say so before."))
    if gathering.community.archived_at is not None:
        return no(_("This community is archived. It can be read, not added to."))
    if not is_person(actor):
        return no(_("Sign in to say whether you come."))
    if ways_in(actor, taking_part(gathering)):
        return YES
    for each in taking_part(gathering):
        standing = may_be_present(actor, each)
        if not standing:
            return standing
    known = named_to(actor, gathering)
    return no(_("Join %s, and you can come.") % known[0].name if known else _NO_SUCH)


def may_let_go(gathering: Gathering, *, now: datetime) -> Verdict:
    """Coming no more after one has said so, or waited: also who may not come any more, for somebody waits perhaps."""
    if gathering.state == State.CANCELLED:
        return no(_("This session was cancelled."))
    if not gathering.is_to_come:
        return no(_("This session is over."))
    return (
        YES
        if gathering.ends_at > now
        else no(_("Its hour has passed. Nobody waits for your place any more."))
    )


def ways_in(actor: Actor, communities: Iterable[Community]) -> list[Community]:
    """Those of the communities through which the actor may come: where they are at least guests, not suspended."""
    return [each for each in communities if is_person(actor) and role_in(actor, each.pk) >= Role.GUEST]


def still_comes(actor: Actor, answer: Coming, gathering: Gathering) -> bool:
    """Whether the community through which the actor said that they come lets them in at this moment."""
    return answer.through_id in {each.pk for each in ways_in(actor, taking_part(gathering))}
