"""Opening boards, and calling everything on one read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.models import Community
from forum.core.events import publish
from forum.core.limits import READING_MARKS, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.events import BoardCaughtUp, BoardOpened
from forum.discussions.models import Board, BoardReading
from forum.discussions.policies.boards import may_open_board, may_read_board
from forum.people.models import Person


@transaction.atomic
def open_board(*, opener: Person, community: Community, now: datetime | None = None, **fields: Any) -> Board:
    """Add a board at the end of the community's list. `fields` are columns of Board.

    Raises Refused, Invalid for an address that leads elsewhere, ValidationError by field.
    """
    board = Board(community=community, created_at=now or timezone.now(), **fields)
    require(may_open_board(opener, board))
    last = (
        Board.objects.filter(community=community)
        .order_by("-position")
        .values_list("position", flat=True)
        .first()
    )
    board.position = 0 if last is None else last + 1
    board.full_clean()
    _check_address(board)
    board.save()
    publish(BoardOpened(board_id=board.pk))
    return board


def _check_address(board: Board) -> None:
    """Refuse an address under which the community has a page of its own: nobody would ever see the board."""
    if resolve(board.get_absolute_url()).url_name != "board":
        sentence = _("“%(slug)s” is the address of another page of the community. Choose another one.")
        raise Invalid(sentence % {"slug": board.slug}, field="slug")


@transaction.atomic
def catch_up_with_board(*, reader: Person, board: Board, now: datetime | None = None) -> None:
    """Call everything on the board read as of now. Never moves back. Raises Refused or TooMany."""
    spend(READING_MARKS, reader.pk, at=now)
    require(may_read_board(reader, board))
    moment = now or timezone.now()
    reading, is_new = BoardReading.objects.get_or_create(
        person=reader, board=board, defaults={"caught_up_at": moment}
    )
    if not is_new:
        BoardReading.objects.filter(pk=reading.pk, caught_up_at__lt=moment).update(caught_up_at=moment)
    publish(BoardCaughtUp(board_id=board.pk, person_id=reader.pk))
