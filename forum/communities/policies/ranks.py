"""Who undoes what others have decided: nobody what somebody above them did."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Rank
from forum.communities.selectors.ranks import Place, is_below, rank_of_decider
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor
from forum.people.models import Person


def may_bring_back_of(actor: Actor, remover: Person | None, places: Sequence[Place]) -> Verdict:
    """Bringing back what was removed in these places, as far as rank decides it: what oneself removed, or somebody of
    one's rank or below. What stood in no place of a community has no ranks.
    """
    if not places or not is_below(actor, remover, places):
        return YES
    return no(
        _("This was removed by a %(role)s. Only someone of that role or above brings it back.")
        % {"role": Rank(rank_of_decider(remover, places)).label}
    )
