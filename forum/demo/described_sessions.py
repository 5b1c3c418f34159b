"""Records of the live sessions of the demo network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSession:
    """A live session `in_days`, by the clock of `zone` or of its community; `rhythm` with `for_days` makes it a series.

    `materials` are pasted as hosts would, `handout` is a file of text (its name, its title, its words), `coming` are
    handles in the order of asking, `together` names communities that are asked to take part, each with a note. One
    that goes on began `begun_minutes` ago, whatever its hour says, and is in its `phase`; `said` is what people say
    there, `asked` who asks what, who votes for it, and why its host removes it, with what is said against that,
    `polled` what is asked of all, `hands` are handles. Of one that is over the first question goes on as `goes_on`
    says: on which board, and who answers what there. `notes` are practice notes from what was said: `line` is the
    number of the message, `answer` what its author says to being quoted, and one with `words` is published.
    """

    community: str
    by: str
    kind: str
    title: str
    in_days: int
    hour: str
    minutes: int
    source: str
    zone: str = ""
    rhythm: str = ""
    for_days: int = 0
    agenda: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    handout: Mapping[str, str] | None = None
    capacity: int | None = None
    window: int = 48
    coming: tuple[str, ...] = ()
    together: tuple[Mapping[str, str], ...] = ()
    draft: bool = False
    begun_minutes: int = 0
    phase: int | None = None
    announced: str = ""
    said: tuple[str, ...] = ()
    asked: tuple[Mapping[str, Any], ...] = ()
    polled: tuple[Mapping[str, Any], ...] = ()
    hands: tuple[str, ...] = ()
    goes_on: Mapping[str, str] | None = None
    notes: tuple[Mapping[str, Any], ...] = ()
