"""Who may import, steer an import, and claim what was imported."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forum.core.signs_of_life import is_silent
from forum.core.verdicts import YES, Verdict, no
from forum.discussions.policies.boards import may_import_into, moderates
from forum.importing.models import ImportRun
from forum.people.actors import Actor


def may_follow_import(actor: Actor, run: ImportRun) -> Verdict:
    """Seeing how an import goes. The row-wise twin is `selectors.imports_visible_to`."""
    return YES if moderates(actor, run.board) else no(_("Only moderators of this board see its imports."))


def may_stop(actor: Actor, run: ImportRun) -> Verdict:
    """Letting an import end after what it is writing now."""
    if not moderates(actor, run.board):
        return no(_("Only moderators of this board can stop its imports."))
    if not run.is_under_way:
        return no(_("This import is not running any more."))
    return YES


def may_resume(actor: Actor, run: ImportRun, *, now: datetime) -> Verdict:
    """Letting an import go on where it ended, or where its job died."""
    into_board = may_import_into(actor, run.board)
    if not into_board:
        return into_board
    if run.state == ImportRun.State.FINISHED:
        return no(_("This import is finished. Import the newer archive instead; nothing comes twice."))
    if run.is_under_way and not is_silent(run, now=now):
        return no(_("This import is under way."))
    if not run.file and not run.path:
        return no(_("The archive of this import was deleted. Import it again; nothing comes twice."))
    return YES
