"""Who undoes what others decided: nobody what somebody above them did, or what another did with their own words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from forum.communities.models import Rank
from forum.communities.selectors.ranks import Place, is_below, rank_of_decider
from forum.core.verdicts import YES, Verdict, no
from forum.people.actors import Actor, is_person
from forum.people.models import Person


def may_bring_back_of(
    actor: Actor, remover: Person | None, places: Sequence[Place], *, author_id: int
) -> Verdict:
    """Bringing back what was removed in these places, as far as it rests on who removed it: what oneself removed, or
    what somebody of one's rank or below removed of others. What stood in no place of a community has no ranks.
    """
    removed_it = remover is not None and is_person(actor) and remover.pk == actor.pk
    if is_person(actor) and actor.pk == author_id and not removed_it:
        return no(_("This is your own. Another moderator decides about it."))
    if not places or not is_below(actor, remover, places):
        return YES
    return no(
        _("This was removed by a %(role)s. Only someone of that role or above brings it back.")
        % {"role": Rank(rank_of_decider(remover, places)).label}
    )
