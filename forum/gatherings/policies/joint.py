"""Who asks another community to take part in a live session, and who answers for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community, Role
from forum.communities.policies.communities import may_know_of, may_shape_community
from forum.communities.policies.standing import may_speak
from forum.communities.selectors.standing import communities_where
from forum.core.verdicts import YES, Verdict, no
from forum.gatherings.models import Gathering, Joint
from forum.gatherings.policies.gatherings import may_prepare
from forum.people.actors import Actor

State = Joint.State


def may_ask_to_take_part(actor: Actor, gathering: Gathering, community: Community) -> Verdict:
    """Asking a community that one knows of, while the session is to come."""
    prepares = may_prepare(actor, gathering)
    if not prepares:
        return prepares
    if not gathering.is_to_come:
        return no(_("Announce the session first. One that is over or cancelled takes in nobody."))
    if community.pk == gathering.community_id:
        return no(_("This community holds the session."))
    return may_be_asked_by(actor, community)


def may_be_asked_by(actor: Actor, community: Community) -> Verdict:
    """Asking this community at all: one that one knows of, while it is in use."""
    if not may_know_of(actor, community):
        return no(_("There is no such community, or it is not open to you."))
    if community.archived_at is not None:
        return no(_("%s is archived.") % community.name)
    return YES


def may_answer_for(actor: Actor, joint: Joint) -> Verdict:
    """Saying whether one's community takes part: its facilitators, while the session is to come."""
    shapes = may_shape_community(actor, joint.community)
    if not shapes:
        return shapes
    if not joint.gathering.is_to_come:
        return no(_("This session is over, or was cancelled."))
    if joint.state != State.ASKED:
        return no(_("This is answered already."))
    return may_speak(actor, joint.community)


def agrees_by_asking(actor: Actor, joint: Joint) -> bool:
    """Whether who asks answers for the community as well, by a role of their own there: a steward asks like others."""
    return joint.community_id in communities_where(actor, Role.FACILITATOR) and bool(
        may_answer_for(actor, joint)
    )


def asked_again_by(actor: Actor, newest: Gathering) -> list[Joint]:
    """Those that take part in the newest meeting of a series and that the actor may ask for further ones. Of one that
    they may not know of nothing is said. Reads `joint` as prefetched.
    """
    rows = newest.joint.all()
    return [row for row in rows if row.state == State.AGREED and may_be_asked_by(actor, row.community)]


def may_end_part(actor: Actor, joint: Joint) -> Verdict:
    """Ending that a community takes part, or the asking: facilitators of it, and those who prepare the session."""
    if joint.state not in {State.ASKED, State.AGREED}:
        return no(_("It takes no part."))
    if not joint.gathering.is_to_come:
        return no(_("This session is over, or was cancelled."))
    if may_shape_community(actor, joint.community) or may_prepare(actor, joint.gathering):
        return YES
    return no(_("Facilitators of the community and those who host the session can do that."))
