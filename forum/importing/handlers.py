"""How the importer reacts to what happens."""

from __future__ import annotations

from forum.discussions.events import BoardsMerged
from forum.importing.actions.merging import hand_on_imports
from forum.importing.events import ImportRequested
from forum.importing.tasks import carry_out_import


def queue_import(event: ImportRequested) -> None:
    """Queue the job in the transaction that asked for it, so that neither exists without the other."""
    carry_out_import.defer(run_id=event.run_id, attempt=event.attempt)


def hand_on_imports_of_board(event: BoardsMerged) -> None:
    """Imports into a board that was merged go on into the other one."""
    hand_on_imports(from_id=event.board_id, to_id=event.into_id)
