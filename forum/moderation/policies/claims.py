"""Who decides on something that waits while somebody looks at it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Role
from forum.communities.selectors.standing import boards_moderated_by, communities_where
from forum.core.claims import Kind
from forum.core.verdicts import YES, Verdict, no
from forum.moderation.models import Claim
from forum.moderation.models.claims import CLAIMED_FOR
from forum.moderation.selectors.claims import claim_of
from forum.people.actors import Actor, is_steward


def may_have_a_queue(actor: Actor) -> Verdict:
    """Opening the list of what waits: whoever looks after a community or a board, and stewards."""
    looks_after = communities_where(actor, Role.MODERATOR) or boards_moderated_by(actor) or is_steward(actor)
    return YES if looks_after else no(_("This is for those who look after a community or a board."))


def may_decide_now(person_id: int, kind: Kind, thing: int, now: datetime | None = None) -> Verdict:
    """Deciding on it, or claiming it: whoever may at all, unless another has claimed it."""
    return may_decide_beside(person_id, claim_of(kind, thing, now))


def may_decide_beside(person_id: int, claim: Claim | None) -> Verdict:
    """The same, where the claim on the thing is at hand; None where nobody looks at it."""
    if claim is None or claim.person_id == person_id:
        return YES
    return no(
        _("%(name)s is looking at this just now. In half an hour it is free again.")
        % {"name": claim.person.display_name}
    )


def may_claim(person_id: int, last: Claim, now: datetime) -> Verdict:
    """Having a thing alone from now on, where `last` is the latest claim on it: not twice in a row."""
    if last.claimed_at > now - CLAIMED_FOR:
        return may_decide_beside(person_id, last)
    if last.person_id != person_id:
        return YES
    return no(
        _(
            "You had this for yourself just before. For half an hour others come first; you can decide on it as well."
        )
    )
