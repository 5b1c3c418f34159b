"""Carrying out the import of a chat into rooms, or on from wherever it was left."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.chat.actions.history import Words, words_from_html
from forum.chat.actions.history_rooms import require_space
from forum.importing.actions.talk_portions import TalkPortion, write_talk
from forum.importing.actions.turns import Overtaken, require_turn, with_signs_of_life
from forum.importing.models import MOST_SKIPPED_LISTED, ImportRun
from forum.importing.readers.chats import read_chat
from forum.importing.selectors import channels_with_rooms, known_talk
from forum.importing.talk import Gathered, gathered, report_row
from forum.importing.talk_plan import Stretch, portions, stretch_of_all, stretches_by_channel

logger = logging.getLogger(__name__)


def bring_talk_in(run: ImportRun, path: Path) -> bool:
    """Bring in what is not in the community's rooms yet; False if another import wrote some of it meanwhile."""
    with tempfile.TemporaryFile() as spool:
        records = with_signs_of_life(run, read_chat(path, now=run.created_at))
        found = gathered(records, cast(BinaryIO, spool))
        known = known_talk(run.among, [line.key for line in found.lines])
        stretches = stretches_by_channel(found) if run.room is None else stretch_of_all(found)
        _announce(run, found, known)
        _require_rooms(run, stretches, known)
        for stretch in portions(stretches, known):
            try:
                known.update(write_talk(run=run, portion=_portion(run, stretch, found, known)))
            except Overtaken:
                return False
    return True


def _announce(run: ImportRun, found: Gathered, known: Mapping[str, int | None]) -> None:
    """Say how much there is to do and what is left out or done already."""
    with transaction.atomic():
        require_turn(run)
        run.skipped = found.report[:MOST_SKIPPED_LISTED]
        run.total, run.skipped_count = found.total, found.left_out
        run.known_count = max(len(known) - run.imported_count, 0)
        run.done = len(known) + found.left_out
        run.touched_at = timezone.now()
        run.save(update_fields=["skipped", "total", "skipped_count", "known_count", "done", "touched_at"])


def _require_rooms(run: ImportRun, stretches: list[Stretch], known: Mapping[str, int | None]) -> None:
    """Refuse what would end half way because the community can have no more rooms."""
    if run.room is not None:
        return
    wanted = {
        stretch.channel.key
        for stretch in stretches
        if stretch.channel and any(each.line.key not in known for each in stretch.lines)
    }
    require_space(run.among, len(wanted - channels_with_rooms(run.among)))


def _portion(
    run: ImportRun, stretch: Stretch, found: Gathered, known: Mapping[str, int | None]
) -> TalkPortion:
    """The words go through the gate before anything is locked. Those that cannot are left out."""
    words: dict[str, Words] = {}
    report: list[dict[str, Any]] = []
    for headed in stretch.lines:
        line = headed.line
        above = f"<p><strong>{escape(headed.heading)}</strong></p>" if headed.heading else ""
        try:
            words[line.key] = words_from_html(above + found.words(line))
        except Exception as problem:
            logger.warning("A message could not be imported (run %s)", run.pk, exc_info=problem)
            reason = _("It could not be stored (%(problem)s).") % {"problem": type(problem).__name__}
            report.append(report_row(line.ordinal, line.headline, reason))
    return TalkPortion(stretch.channel, [each.line for each in stretch.lines], words, report, known)
