"""Words that may identify a patient: their writer is asked before they are stored, or they wait for a moderator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from forum.communities.models import Community
from forum.communities.policies.guarding import guard_of, strictest_guard
from forum.core.identifiers import (
    Identified,
    edition_of_sightings,
    kinds_in,
    newly_seen,
    require_cleared,
    send_on,
)
from forum.discussions.models import Board
from forum.discussions.policies.boards import moderates
from forum.people.models import Person

_Boards = Callable[[], Sequence[Board]]  # asked for where something was seen, which is seldom


@dataclass(frozen=True, slots=True)
class Guarded:
    """Words that may go on: at once, or where a `board` is named once its moderators have looked at what was `seen`."""

    board: Board | None = None
    seen: list[str] = field(default_factory=list)


def guarded(
    author: Person, texts: Sequence[str], boards: _Boards, *, cleared: str, known: Sequence[str] = ()
) -> Guarded:
    """Words for boards, once nothing was seen in them, or their author has `cleared` what was.

    `cleared` is the edition that `Identified` came with. Raises Identified.
    """
    sightings = newly_seen(texts, known=known)
    if not sightings:
        return Guarded()
    there = list(boards())
    guard = strictest_guard(board.community for board in there)
    if guard == Community.Guard.OFF:
        return Guarded()
    waits_on = _board_that_holds(author, there)
    require_cleared(sightings, cleared, send_on() if waits_on is None else _let_look())
    return Guarded(waits_on, [kind.value for kind in kinds_in(sightings)])


def require_guarded(
    author: Person, texts: Sequence[str], boards: _Boards, *, cleared: str, known: Sequence[str] = ()
) -> None:
    """The same for words that cannot wait, as another wording of what stands. Raises Identified."""
    sightings = newly_seen(texts, known=known)
    if not sightings:
        return
    there = list(boards())
    if strictest_guard(board.community for board in there) == Community.Guard.OFF:
        return
    if _board_that_holds(author, there) is not None:
        raise Identified(sightings, _cannot_wait(), edition="")
    require_cleared(sightings, cleared, send_on())


def is_kept_back(
    texts: Sequence[str], boards: _Boards, *, cleared: str = "", known: Sequence[str] = ()
) -> bool:
    """True where what was begun is not kept on the server: it may identify a patient, and is not `cleared` yet."""
    sightings = newly_seen(texts, known=known)
    if not sightings or cleared == edition_of_sightings(sightings):
        return False
    return strictest_guard(board.community for board in boards()) != Community.Guard.OFF


def _board_that_holds(author: Person, boards: Sequence[Board]) -> Board | None:
    """The first board where such words wait; nobody waits for themselves."""
    holding = (board for board in boards if guard_of(board.community) == Community.Guard.HOLD)
    return next((board for board in holding if not moderates(author, board)), None)


def _let_look() -> str:
    return _("Change it, or say that it identifies nobody; then a moderator looks at it first.")


def _cannot_wait() -> str:
    return _(
        "In this community a moderator looks at such words first, and a change cannot wait. Leave it out, or send it "
        "as a reply."
    )
