"""Members who look after one board, named by the community's facilitators."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forum.communities.actions.board_moderators import add_board_moderated, end_board_moderated
from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import Invalid
from forum.discussions.actions.arranging import board_to_change
from forum.discussions.events import BoardModeratorEnded, BoardModeratorNamed
from forum.discussions.models import Board
from forum.people.models import Person


@transaction.atomic
def name_board_moderator(*, giver: Person, person: Person, board: Board, now: datetime | None = None) -> None:
    """Let a member moderate this board and no other. Twice is the same as once. Raises Refused, Invalid or TooMany."""
    board = board_to_change(giver, board)
    if board.merged_into_id is not None:
        raise Invalid(_("This board was merged into another one. Name moderators there."))
    spend(SETTING, giver.pk, at=now)
    community = board.community
    if not add_board_moderated(giver=giver, person=person, community=community, board_id=board.pk):
        return
    note_change(
        Verb.BOARD_MODERATOR, by=giver, community=community, about=board.name, person=person,
        board_key=board.pk, now=now,
    )  # fmt: skip
    Board.objects.filter(pk=board.pk).update(version=F("version") + 1)
    publish(BoardModeratorNamed(board_id=board.pk, person_id=person.pk))


@transaction.atomic
def end_board_moderator(*, ender: Person, person: Person, board: Board, now: datetime | None = None) -> None:
    """Let someone no longer moderate this board. Raises Refused or TooMany."""
    board = board_to_change(ender, board)
    spend(SETTING, ender.pk, at=now)
    community = board.community
    if not end_board_moderated(ender=ender, person=person, community=community, board_id=board.pk):
        return
    note_change(
        Verb.BOARD_MODERATOR_ENDED, by=ender, community=community, about=board.name, person=person,
        board_key=board.pk, now=now,
    )  # fmt: skip
    Board.objects.filter(pk=board.pk).update(version=F("version") + 1)
    publish(BoardModeratorEnded(board_id=board.pk, person_id=person.pk))
