"""Where topics of the demo network were carried, and where they were to be at home, as that is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCrossing:
    """A topic that is carried to `board`, as community/board, `after_hours` since it began.

    It `becomes`: agreed (by whoever is in `answered_by`, nobody where it stands at once), declined, objected,
    withdrawn or expired, `answer_hours` later; or nothing, and waits. `tended_by` sets there what follows it, in hours
    since the topic began; `hides` are reasons by post.
    """

    board: str
    broker: str
    note: str
    after_hours: float
    becomes: str = "agreed"
    answered_by: tuple[str, ...] = ()
    answer_hours: float = 5
    reason: str = ""
    tended_by: str = ""
    tended_hours: float = 0
    tags: tuple[str, ...] = ()
    pinned: bool = False
    locked: bool = False
    hides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOffer:
    """A topic that its home offers to `board`, as community/board, `after_hours` since it began.

    It `becomes`: agreed or declined (by `answered_by`) or objected (by its author), `answer_hours` later; or nothing,
    and waits.
    """

    board: str
    offered_by: str
    note: str
    after_hours: float
    becomes: str = ""
    answered_by: str = ""
    answer_hours: float = 5
    reason: str = ""
