"""What is asked of whoever wrote something that may identify a patient, before anything of it is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from forum.core.editions import edition_of
from forum.core.identifiers.finding import sightings_in
from forum.core.identifiers.kinds import Sighting
from forum.core.identifiers.plain import plain
from forum.core.verdicts import Invalid, Sentence

NAMED = 3  # of what was seen, in the sentence; all of it stands below


class Identified(Invalid):
    """Words that may identify a patient were not stored. `sightings` is what was seen in them.

    `edition` comes back as `cleared` where their writer says that they identify nobody; "" where that does not help.
    """

    def __init__(self, sightings: Sequence[Sighting], advice: Sentence, *, edition: str) -> None:
        seen = [
            _("“%(words)s” looks like %(kind)s") % {"words": each.words, "kind": each.kind.label}
            for each in sightings[:NAMED]
        ]
        told = _("This may identify a patient: %(seen)s. %(advice)s") % {
            "seen": _(", ").join(seen),
            "advice": advice,
        }
        super().__init__(told)
        self.sightings, self.edition = list(sightings), edition

    @property
    def is_for_its_writer(self) -> bool:
        """True where saying that it identifies nobody sends it on."""
        return bool(self.edition)


def newly_seen(texts: Iterable[str], *, known: Iterable[str] = ()) -> list[Sighting]:
    """What is seen in the texts, but for what `known` words say as often: that stands, and is asked about no more."""
    before = Counter(_said(each) for text in known for each in sightings_in(text))
    seen = []
    for sighting in (each for text in texts for each in sightings_in(text)):
        said = _said(sighting)
        if before[said]:
            before[said] -= 1
        else:
            seen.append(sighting)
    return seen


def edition_of_sightings(sightings: Iterable[Sighting]) -> str:
    """A short word for exactly what was seen: whoever clears it has cleared this, and nothing that is added later."""
    return edition_of(sorted({_said(each) for each in sightings}))


def require_cleared(sightings: Sequence[Sighting], cleared: str, advice: Sentence) -> None:
    """Go on where the writer has `cleared` exactly what was seen. Raises Identified with the advice otherwise."""
    edition = edition_of_sightings(sightings)
    if cleared != edition:
        raise Identified(sightings, advice, edition=edition)


def require_cleared_once(texts: Iterable[str], cleared: str, *, known: Iterable[str] = ()) -> None:
    """Go on where nothing was seen, or its writer was asked already, whatever about. Raises Identified."""
    sightings = newly_seen(texts, known=known)
    if sightings and not cleared:
        raise Identified(sightings, leave_it_out(), edition=edition_of_sightings(sightings))


def leave_it_out() -> str:
    """The advice where nothing may hinder the words."""
    return _("Leave it out if you can, or send it once more as it is. So far it is not sent.")


def send_on() -> str:
    """The advice where nobody but the writer decides."""
    return _("Change it, or say that it identifies nobody and send it on. Nothing was stored.")


def kinds_in_words(kinds: Iterable[str | Promise]) -> str:
    """The kinds, as a list in a sentence."""
    return str(_(", ")).join(str(kind) for kind in kinds)


def _said(sighting: Sighting) -> tuple[str, str]:
    return sighting.kind.value, " ".join(plain(sighting.words).text.casefold().split())
