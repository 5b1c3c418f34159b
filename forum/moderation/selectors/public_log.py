"""The log of a community as its members read it: what was done, without whose words it was about."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from forum.communities.models import Change, Community, Verb
from forum.communities.selectors.log import changes_among, told_to
from forum.discussions.models import Board
from forum.discussions.selectors.boards import boards_readable_by
from forum.people.models import Person

# Who was let in, asked or invited is between them and the facilitators. Notes stand in threads without a name, which
# the moment of a line would tell; and those that moderators leave for each other are nobody else's.
_PRIVATE = [
    Verb.INVITED, Verb.INVITATION_REVOKED, Verb.REQUEST_ACCEPTED, Verb.REQUEST_DECLINED, Verb.NOTE_LEFT,
    Verb.NOTE_CHANGED, Verb.NOTE_REMOVED,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublicLine:
    """Something that was done, and on which board as it is called now; None where it was about no single board."""

    change: Change
    board: Board | None


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Lines, the latest first, and the id behind which the next page begins (0 on the last)."""

    lines: list[PublicLine]
    older: int


def public_lines(reader: Person, community: Community, *, after: int = 0) -> PublicPage:
    """What was done in the community with power, but on boards that the reader does not read."""
    boards = {board.pk: board for board in boards_readable_by(reader).filter(community=community)}
    page = changes_among(
        Change.objects.filter(
            Q(board_key=None) | Q(board_key__in=list(boards)), told_to(reader), community=community
        )
        .exclude(verb__in=_PRIVATE)
        .exclude(verb=Verb.ROLE_GIVEN, about__in=["guest", "member"]),
        after,
    )
    lines = [PublicLine(row, boards.get(row.board_key) if row.board_key else None) for row in page.changes]
    return PublicPage(lines, page.older)
