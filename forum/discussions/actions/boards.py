"""Opening boards, and calling everything on one read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.actions.log import note_change
from forum.communities.models import Community, Verb
from forum.communities.policies.standing import may_reword
from forum.core.events import publish
from forum.core.limits import READING_MARKS, SETTING, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.actions.arranging import community_to_arrange
from forum.discussions.events import BoardCaughtUp, BoardOpened
from forum.discussions.models import Board, BoardReading
from forum.discussions.policies.board_management import may_open_board
from forum.discussions.policies.boards import may_read_board
from forum.discussions.selectors.board_management import (
    free_slug,
    is_address_of_board,
    leads_elsewhere,
    settings_of,
    words_of,
)
from forum.people.models import Person


@transaction.atomic
def open_board(*, opener: Person, community: Community, now: datetime | None = None, **fields: Any) -> Board:
    """Add a board at the end of the community's list. `fields` are columns of Board; without `slug` it gets a free one.

    Raises Refused, TooMany, Invalid for an address that is taken or leads elsewhere, ValidationError by field.
    """
    community = community_to_arrange(opener, community)
    require(may_open_board(opener, community))
    board = Board(community=community, created_at=now or timezone.now(), **fields)
    board.slug = board.slug or free_slug(community, board.name)
    last = (
        Board.objects.filter(community=community)
        .order_by("-position")
        .values_list("position", flat=True)
        .first()
    )
    board.position = 0 if last is None else last + 1
    _check_address(board)
    board.full_clean()
    said = words_of(settings_of(board))
    require(may_reword(opener, community, said))
    ask_in([community], said)
    spend(SETTING, opener.pk, at=now)
    board.save()
    note_change(
        Verb.BOARD_OPENED, by=opener, community=community, about=board.name, board_key=board.pk,
        details={"read_from": board.read_from}, now=now,
    )  # fmt: skip
    publish(BoardOpened(board_id=board.pk))
    return board


def _check_address(board: Board) -> None:
    """Refuse the address of another board, and one under which the community has a page of its own.

    Two who open a board at the same time cannot both pass: the community is locked alone.
    """
    if is_address_of_board(board.community, board.slug):
        raise Invalid(_("A board has this address already. Choose another one."), field="slug")
    if leads_elsewhere(board.community, board.slug):
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
