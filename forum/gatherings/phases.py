"""The parts through which a live session goes: those of its agenda, or those that its type usually has."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from forum.core.verdicts import Sentence
from forum.gatherings.models import Gathering

Kind = Gathering.Kind


@dataclass(frozen=True, slots=True)
class Phase:
    """One of them: what is done, and for how many minutes, 0 where nobody has said."""

    words: Sentence
    minutes: int = 0


_USUAL: dict[str, tuple[Phase, ...]] = {
    Kind.JOURNAL_CLUB: (Phase(_("Read")), Phase(_("Appraise")), Phase(_("Discuss")), Phase(_("Decide"))),
    Kind.CASE: (Phase(_("Present")), Phase(_("Ask")), Phase(_("Discuss")), Phase(_("Take away"))),
    Kind.WEBINAR: (Phase(_("Talk")), Phase(_("Questions"))),
    Kind.OFFICE_HOUR: (Phase(_("Questions")),),
}


def phases_of(gathering: Gathering) -> list[Phase]:
    """Its parts in their order; none where nobody has planned any and the type has none."""
    planned = [Phase(part["words"], int(part["minutes"] or 0)) for part in gathering.agenda]
    return planned or list(_USUAL.get(gathering.kind, ()))
