"""A carried topic as somebody sees it whom it concerns: boards are named to those alone who read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.communities.models import Community
from forum.core.markup import excerpt
from forum.core.verdicts import Sentence
from forum.crossposting.policies.answering import may_look_before, may_name_board, may_see
from forum.crossposting.selectors.placements import placement_with
from forum.crossposting.selectors.seeing import openings_of, topics_read_by
from forum.discussions.models import Board, Placement
from forum.discussions.policies.boards import may_read_board, moderates
from forum.people.actors import is_person
from forum.people.models import Person

EXCERPT_LENGTH = 400
State, Side = Placement.State, Placement.Side


@dataclass(frozen=True, slots=True)
class Place:
    """A board as pages name it; with an empty name where the reader is told no more than that there is one."""

    name: str = ""
    url: str = ""
    hue: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A carried topic: what it is called ("" where the reader does not see it), between which boards, and what became
    of it. `note` and `reason` are "" where they were not said to the reader.
    """

    placement: Placement
    title: str
    url: str
    there: Place
    home: Place
    outcome: str
    note: str
    reason: str


def placement_for(person: Person, placement_id: int) -> Placement:
    """The placement with all that concerns it, or 404 for whom it does not concern."""
    placement = placement_with(placement_id)
    if placement is None or not may_see(person, placement):
        raise Http404
    return placement


def place_of(person: Person, board: Board) -> Place:
    """The board as the person may be told of it."""
    if not may_read_board(person, board):
        return Place()
    return Place(f"{board.community.name} · {board.name}", board.get_absolute_url(), board.community.hue)


def standing_on(placement: Placement) -> str:
    """The address of the page where the topic stands, seen from that board."""
    return reverse("topic-standing", args=[placement.topic_id]) + f"?in={placement.board_id}"


def communities_looked_after(person: Person, boards: Iterable[Board]) -> list[Community]:
    """The communities of those of the boards that the person looks after, each once."""
    return list(dict.fromkeys(board.community for board in boards if moderates(person, board)))


def shown(person: Person, placement: Placement, *, sees_title: bool, reads_topic: bool) -> Shown:
    """What the person, whom it concerns, is told of it."""
    topic, board = placement.topic, placement.board
    named, is_broker = may_name_board(person, placement), placement.proposed_by_id == person.pk
    query = f"?in={board.pk}" if placement.state == State.LIVE and named else ""
    says_reason = named or is_broker or placement.ended_by in {Side.HOME, Side.AUTHOR}
    return Shown(
        placement=placement,
        title=topic.title if sees_title and topic.removed_at is None else "",
        url=topic.get_absolute_url() + query if reads_topic else "",
        there=place_of(person, board),
        home=place_of(person, topic.home_board),
        outcome=str(outcome_of(person, placement)),
        note=placement.note if named or is_broker else "",
        reason=placement.reason if says_reason else "",
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """How a topic begins, who wrote that, and when."""

    author: Person
    moment: datetime
    words: str


def opening_lines(topic_ids: Iterable[int]) -> dict[int, Opening]:
    """How each topic begins, by topic id. For those who may see it."""
    return {
        topic_id: Opening(post.author, post.created_at, excerpt(post.html, EXCERPT_LENGTH))
        for topic_id, post in openings_of(topic_ids).items()
    }


def shown_all(person: Person, placements: Sequence[Placement]) -> list[Shown]:
    """The same for many, in one query."""
    read = topics_read_by(person, placements)
    return [
        shown(
            person,
            row,
            sees_title=row.topic_id in read or may_look_before(person, row),
            reads_topic=row.topic_id in read,
        )
        for row in placements
    ]


def outcome_of(person: Person, placement: Placement) -> Sentence:
    """What became of it so far, in a sentence."""
    if placement.state == State.PENDING:
        return _waits_for(person, placement)
    if placement.state == State.LIVE:
        return _("It stands there.")
    return _ended(person, placement)


def _waits_for(person: Person, placement: Placement) -> Sentence:
    home = place_of(person, placement.topic.home_board).name or _("its home")
    there = place_of(person, placement.board).name or _("a board that you do not read")
    if placement.awaits_board and placement.awaits_home:
        return _("It waits for the moderators of %(board)s and those of %(home)s.") % {
            "board": there,
            "home": home,
        }
    return _("It waits for the moderators of %(board)s.") % {
        "board": there if placement.awaits_board else home
    }


def _ended(person: Person, placement: Placement) -> Sentence:
    has_declined = placement.state == State.DECLINED
    own = is_person(person) and placement.decided_by_id == person.pk
    match placement.ended_by:
        case Side.BOARD if has_declined:
            return _("The moderators of the board declined.")
        case Side.BOARD:
            return _("The moderators of the board have taken it off.")
        case Side.HOME if has_declined:
            return _("The moderators of its home declined.")
        case Side.HOME if placement.state == State.REMOVED and placement.topic.removed_at is not None:
            return _("The topic was removed at its home, and so from every board.")
        case Side.HOME:
            return _("The moderators of its home have ended it there.")
        case Side.AUTHOR:
            return _("You did not want it there.") if own else _("Its author did not want it there.")
        case Side.BROKER:
            return _("You took it back.") if own else _("Whoever carried it took it back.")
        case Side.READERS:
            return _("It ended when who reads the topic at home, or that board, became others.")
    return _("Nobody answered within two weeks.")
