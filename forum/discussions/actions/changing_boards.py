"""Changing boards that are there: their words and rules, their order, and whether they are in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.guarding import ask_in
from forum.communities.actions.log import note_change
from forum.communities.models import Community, Verb
from forum.communities.policies.standing import may_reword_on
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import SETTING, spend
from forum.core.verdicts import require
from forum.discussions.actions.agreements import require_agreement
from forum.discussions.actions.arranging import board_to_change, community_to_arrange
from forum.discussions.actions.rehoming import (
    ask_anew,
    boards_count_anew,
    end_outside_placements,
    standing,
)
from forum.discussions.events import BoardArchived, BoardChanged, BoardRestored, BoardsOrdered
from forum.discussions.models import Board
from forum.discussions.policies.board_management import may_change_board, may_restore_board
from forum.discussions.selectors.board_management import (
    SETTINGS,
    edition_of_settings,
    guests_on,
    order_of,
    placed_elsewhere,
    settings_of,
    words_of,
)
from forum.discussions.selectors.visibility import guests_to_ask_for, read_by_more_than
from forum.people.models import Person


@transaction.atomic
def change_board(
    *,
    editor: Person,
    board: Board,
    seen: str,
    fields: Mapping[str, Any],
    agreed_level: int | None = None,
    now: datetime | None = None,
) -> Board:
    """Give a board other settings; `fields` are those of `SETTINGS` that change, `seen` the `edition_of_settings` that
    the editor began from.

    Raises ChangedMeanwhile, NotAgreed where others would read it and `agreed_level` does not say who, ValidationError
    by field, Refused or TooMany.
    """
    locked = board_to_change(editor, board, topics=placed_elsewhere(board) | guests_on(board))
    require(may_change_board(editor, locked))
    spend(SETTING, editor.pk, at=now)
    if seen != edition_of_settings(locked):
        raise ChangedMeanwhile(
            _("Someone changed this board while you were at it. What it says now stands above your words.")
        )
    before, read_before = settings_of(locked), Board(community=locked.community, read_from=locked.read_from)
    for name, value in fields.items():
        if name in SETTINGS:
            setattr(locked, name, value)
    locked.full_clean()
    _check_words(editor, locked, known=words_of(before))
    changed = {name: (old, new) for name, new in settings_of(locked).items() if (old := before[name]) != new}
    if not changed:
        return locked
    require_agreement(before=read_before, after=locked, topics=locked.topic_count, agreed_level=agreed_level)
    locked.save(update_fields=list(changed))
    _keep_within_readers(locked)
    Board.objects.filter(pk=locked.pk).update(version=F("version") + 1)
    details = {name: {"before": old, "after": new} for name, (old, new) in changed.items()}
    _note(Verb.BOARD_CHANGED, editor, locked, details=details, now=now)
    publish(BoardChanged(community_id=locked.community_id, board_id=locked.pk))
    return locked


def _check_words(editor: Person, board: Board, *, known: list[str]) -> None:
    """Whether the editor may say what the board says now. Raises Refused, or AskedFirst."""
    said = words_of(settings_of(board))
    require(may_reword_on(editor, board.community, (board.pk, board.name), said, known=known))
    ask_in([board.community], said, known=known)


def _keep_within_readers(board: Board) -> None:
    """Nobody reads elsewhere what they do not read on the board any more, nor on it what they do not read at home."""
    ending, asking = placed_elsewhere(board).filter(read_by_more_than(board)), guests_to_ask_for(board)
    topic_ids = list((ending | asking).order_by().values_list("topic_id", flat=True).distinct())
    if topic_ids:
        before = standing(topic_ids)
        end_outside_placements(ending)
        ask_anew(asking)
        boards_count_anew(before, standing(topic_ids))


@transaction.atomic
def order_boards(
    *,
    orderer: Person,
    community: Community,
    seen: Sequence[int],
    wanted: Sequence[int],
    now: datetime | None = None,
) -> None:
    """Put the boards in use into the order `wanted`, ids of exactly those that were `seen` in their order.

    Raises ChangedMeanwhile if that is no longer how they stand, Refused or TooMany.
    """
    community = community_to_arrange(orderer, community)
    spend(SETTING, orderer.pk, at=now)
    present = order_of(community)
    if list(seen) != present or sorted(wanted) != sorted(present):
        raise ChangedMeanwhile(
            _(
                "The boards have changed meanwhile. Here they are as they stand now; put them into order again."
            )
        )
    if list(wanted) == present:
        return
    rows = Board.objects.in_bulk(present)
    for position, board_id in enumerate(wanted):
        Board.objects.filter(pk=board_id).update(position=position)
    details = {
        "before": [rows[board_id].name for board_id in present],
        "after": [rows[board_id].name for board_id in wanted],
    }
    note_change(
        Verb.BOARDS_ORDERED, by=orderer, community=community, about=community.name, details=details, now=now
    )
    publish(BoardsOrdered(community_id=community.pk))


@transaction.atomic
def archive_board(*, archiver: Person, board: Board, now: datetime | None = None) -> None:
    """Let a board be read and not added to. Raises Refused or TooMany."""
    board = board_to_change(archiver, board)
    spend(SETTING, archiver.pk, at=now)
    if board.archived_at is None:
        moment = now or timezone.now()
        Board.objects.filter(pk=board.pk).update(archived_at=moment, version=F("version") + 1)
        _note(Verb.BOARD_ARCHIVED, archiver, board, now=now)
        publish(BoardArchived(community_id=board.community_id, board_id=board.pk))


@transaction.atomic
def restore_board(*, restorer: Person, board: Board, now: datetime | None = None) -> None:
    """Take an archived board back into use, at the end of the list. Raises Refused or TooMany."""
    board = board_to_change(restorer, board)
    require(may_restore_board(restorer, board))
    spend(SETTING, restorer.pk, at=now)
    if board.archived_at is not None:
        last = Board.objects.filter(community=board.community).aggregate(last=Max("position"))["last"]
        Board.objects.filter(pk=board.pk).update(
            archived_at=None, position=last + 1, version=F("version") + 1
        )
        _note(Verb.BOARD_RESTORED, restorer, board, now=now)
        publish(BoardRestored(community_id=board.community_id, board_id=board.pk))


def _note(
    verb: Verb,
    person: Person,
    board: Board,
    *,
    details: Mapping[str, Any] | None = None,
    now: datetime | None,
) -> None:
    note_change(
        verb,
        by=person,
        community=board.community,
        about=board.name,
        board_key=board.pk,
        details=details,
        now=now,
    )
