"""Who decides together: what is between two communities is decided by each side for itself; and what comes to another
board with its topic is decided by those who look after that one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forum.communities.selectors.standing import gather_memberships
from forum.core.claims import Kind
from forum.discussions.models import Board
from forum.discussions.policies.boards import moderates
from forum.moderation.models import Claim, Remark
from forum.moderation.selectors.sources import SOURCES
from forum.people.actors import Actor
from forum.people.models import Person

_WITH_SIDES = [kind for kind, source in SOURCES.items() if source.sides]


def are_on_one_side(one: Actor, other: Actor, kind: Kind, row: Any) -> bool:
    """Whether both look after the same side of the thing that waits; of what has no sides, all are on one."""
    boards = _boards(kind, row)
    return not boards or any(moderates(one, board) and moderates(other, board) for board in boards)


def claim_for(reader: Person, kind: Kind, row: Any, claim: Claim | None) -> Claim | None:
    """The claim, where it is one of the reader's own side."""
    return claim if claim is not None and are_on_one_side(reader, claim.person, kind, row) else None


def remarks_for(reader: Person, kind: Kind, row: Any, remarks: Iterable[Remark]) -> list[Remark]:
    """Those that the reader's own side has made, as far as their authors look after it still."""
    return [
        each
        for each in remarks
        if each.author_id == reader.pk or are_on_one_side(reader, each.author, kind, row)
    ]


def gather_sides(remarks: Iterable[Remark], claims: Iterable[Claim]) -> None:
    """Read what those are who made them about things that have sides, in one query; none where there are none."""
    authors = [each.author for each in remarks if each.kind in _WITH_SIDES]
    gather_memberships(authors + [claim.person for claim in claims if claim.kind in _WITH_SIDES])


def _boards(kind: Kind, row: Any) -> list[Board]:
    sides = SOURCES[kind].sides
    return sides.boards(row) if sides else []
