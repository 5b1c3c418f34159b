"""Who reads what stands on a board or in a community, as a level and in words: whatever says it asks here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.core.verdicts import Sentence
from forum.discussions.models import Board, Level

Visibility = Community.Visibility
# How many read a community and know of it, as a number that grows with them.
WIDTH = {Visibility.HIDDEN: 0, Visibility.PRIVATE: 1, Visibility.NETWORK: 2, Visibility.OPEN: 3}
_OF_COMMUNITY: dict[str, Promise] = {
    Visibility.OPEN: _("Anyone on the web reads it, search engines too."),
    Visibility.NETWORK: _("Anyone who is signed in to the network reads it."),
    Visibility.PRIVATE: _("Only members read it. Others see its name, its domain and how one joins."),
    Visibility.HIDDEN: _("Only members read it. Others do not learn that it is there."),
}
_FROM_LEVEL = {
    Level.GUESTS: _("guests and members of %(community)s"),
    Level.MEMBERS: _("members of %(community)s"),
    Level.MODERATORS: _("moderators of %(community)s"),
}
_WILL_READ = {
    Level.GUESTS: _("Only guests and members of %(community)s will read this."),
    Level.MEMBERS: _("Only members of %(community)s will read this."),
    Level.MODERATORS: _("Only moderators of %(community)s will read this."),
}


def reading_level(board: Board) -> Level:
    """The level from which a board is really read: where members alone read the community, guests are the first."""
    if board.read_from == Level.READERS and Visibility(board.community.visibility).is_closed:
        return Level.GUESTS
    return Level(board.read_from)


def is_read_by_members_alone(board: Board) -> bool:
    """True where nothing on the board may stand in another community as well, for other people would read it there."""
    return reading_level(board) > Level.READERS


def is_read_by_more(board: Board, than: Board) -> bool:
    """True where people could read on `board` what they do not read on the other one; both with their communities.

    Two boards that levels of one community guard are compared, as they stay when the community opens itself; those of
    different communities have different readers. The row-wise twin is `selectors.visibility.read_by_more_than`.
    """
    level, other = reading_level(board), reading_level(than)
    if other > Level.READERS:
        return board.community_id != than.community_id or board.read_from < than.read_from
    if level > Level.READERS:
        return False
    return WIDTH[Visibility(board.community.visibility)] > WIDTH[Visibility(than.community.visibility)]


def is_read_by_everybody(board: Board) -> bool:
    """True where anyone on the web reads it: nobody could read more anywhere else."""
    return reading_level(board) == Level.READERS and board.community.visibility == Visibility.OPEN


def widest(boards: Iterable[Board]) -> Board:
    """The board with the most readers; of several, the first. What stands on all of them is read by those."""
    return max(
        boards, key=lambda board: (-reading_level(board), WIDTH[Visibility(board.community.visibility)])
    )


def readers_of(board: Board) -> Sentence:
    """Who reads what stands on the board, in words that go on a sentence."""
    level, community = reading_level(board), board.community
    if level > Level.READERS:
        return _FROM_LEVEL[level] % {"community": community.name}
    if community.visibility == Visibility.OPEN:
        return _("anyone on the web")
    return _("everyone who is signed in")


def readers_to_come(board: Board) -> str:
    """Who will read what is written through this board, in a sentence."""
    level, community = reading_level(board), board.community
    said = {"community": community.name, "board": board.name}
    if level > Level.READERS:
        return _WILL_READ[level] % said
    if community.visibility == Visibility.OPEN:
        return _("Anyone on the web will be able to read this; it goes to %(board)s in %(community)s.") % said
    return (
        _("Everyone who is signed in will be able to read this; it goes to %(board)s in %(community)s.")
        % said
    )


def readers_of_all(boards: Sequence[Board]) -> str:
    """Who will read what is written in a topic that stands on these boards, in a sentence: those of the widest."""
    board = widest(boards)
    if len(boards) == 1 or reading_level(board) > Level.READERS:
        return readers_to_come(board)
    if board.community.visibility == Visibility.OPEN:
        return gettext("Anyone on the web will be able to read this; the topic stands on several boards.")
    return gettext("Everyone who is signed in will be able to read this; the topic stands on several boards.")


def readers_of_community(visibility: str) -> Sentence:
    """Who reads a community of this visibility, in a sentence."""
    return _OF_COMMUNITY[visibility]
