"""Who decides on something that waits while somebody looks at it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Role
from forum.communities.selectors.standing import boards_moderated_by, communities_where
from forum.core.claims import Kind
from forum.core.verdicts import YES, Sentence, Verdict, no
from forum.moderation.models import Claim
from forum.moderation.models.claims import CLAIMED_FOR
from forum.moderation.policies.sides import are_on_one_side
from forum.moderation.selectors.queue import claims_that_count, waiting_thing
from forum.moderation.selectors.sources import SOURCES
from forum.people.actors import Actor, is_steward
from forum.people.selectors.people import people_with


def may_have_a_queue(actor: Actor) -> Verdict:
    """Opening the list of what waits: whoever looks after a community or a board, and stewards."""
    looks_after = communities_where(actor, Role.MODERATOR) or boards_moderated_by(actor) or is_steward(actor)
    return YES if looks_after else no(_("This is for those who look after a community or a board."))


def may_decide_now(person_id: int, kind: Kind, thing: int, now: datetime | None = None) -> Verdict:
    """Deciding on it, or claiming it: whoever may at all, unless another of their side who may has claimed it."""
    claim = claims_that_count([(kind, thing)], reader_id=person_id, now=now).get((kind, thing))
    if claim is None or claim.person_id == person_id or not _is_of_their_side(person_id, claim):
        return YES
    return no(_looked_at_by(claim))


def _is_of_their_side(person_id: int, claim: Claim) -> bool:
    """Four queries where somebody else has claimed what has sides, or came from elsewhere, and none for all else."""
    sides = SOURCES[Kind(claim.kind)].sides
    row = sides.row_with(claim.thing) if sides else None
    if row is None:
        return True
    person = people_with([person_id]).get(person_id)
    return person is not None and are_on_one_side(person, claim.person, Kind(claim.kind), row)


def may_claim(person_id: int, last: Claim, now: datetime) -> Verdict:
    """Having a thing alone from now on, where `last` is the latest claim on it: not twice in a row. Whose claim it is
    is told to their own side.
    """
    is_own = last.person_id == person_id
    if last.claimed_at > now - CLAIMED_FOR:
        if is_own or waiting_thing(last.person, Kind(last.kind), last.thing) is None:
            return YES
        return no(_looked_at_by(last) if _is_of_their_side(person_id, last) else _BY_OTHER_SIDE)
    if not is_own:
        return YES
    return no(
        _(
            "You had this for yourself just before. For half an hour others come first; you can decide on it as well."
        )
    )


def _looked_at_by(claim: Claim) -> Sentence:
    return _("%(name)s is looking at this just now. In half an hour it is free again.") % {
        "name": claim.person.display_name
    }


_BY_OTHER_SIDE = _(
    "Somebody of the other side is looking at this just now. You can answer for yours all the same."
)
