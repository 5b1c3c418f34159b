"""How the importer reacts to what happens."""

from __future__ import annotations

from forum.importing.events import ImportRequested
from forum.importing.tasks import carry_out_import


def carry_out_in_a_job(event: ImportRequested) -> None:
    """Queue the job in the transaction that asked for it, so that neither exists without the other."""
    carry_out_import.defer(run_id=event.run_id, attempt=event.attempt)
