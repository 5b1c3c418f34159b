"""What is said of a board before it is chosen for a topic: who agrees first, and who reads it then."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from forum.core.verdicts import Sentence
from forum.crossposting.policies.carrying import Missing
from forum.discussions.models import Board
from forum.discussions.readers import readers_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A board that may be chosen, and what is said of it before: who agrees, "" where nobody is asked, and who reads
    there then.
    """

    board: Board
    who_agrees: Sentence
    who_reads: Sentence


def offer_of(home: Board, board: Board, missing: Missing) -> Offer:
    """What happens where a topic is carried from its home to the board, and these words are missing."""
    both = {"board": board.name, "home": home.name}
    if missing.board and missing.home:
        who = _("The moderators of %(board)s and those of %(home)s agree first.") % both
    elif missing.board:
        who = _("Its moderators agree first.")
    elif missing.home:
        who = _("The moderators of %(home)s agree first.") % both
    else:
        who = _("It stands there at once.")
    return _offer(board, who)


def home_offer_of(board: Board) -> Offer:
    """What happens where a topic is offered a home on the board: its moderators agree first, as the page says once."""
    return _offer(board, "")


def start_offer_of(board: Board) -> Offer:
    """What happens where one starts a topic of one's own on the board."""
    return _offer(board, "")


def _offer(board: Board, who_agrees: Sentence) -> Offer:
    return Offer(board, who_agrees, _("Read there by %(readers)s.") % {"readers": readers_of(board)})
