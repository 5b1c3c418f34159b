"""How copies and departures react to what was asked for."""

from __future__ import annotations

from forum.personal_data.events import DepartureBegun, ExportRequested
from forum.personal_data.tasks import make_copy, see_off_who_left


def queue_export(event: ExportRequested) -> None:
    """Queue the job in the transaction that asked for it, so that neither exists without the other."""
    make_copy.defer(export_id=event.export_id, attempt=event.attempt)


def queue_departure(event: DepartureBegun) -> None:
    """The same for who leaves."""
    see_off_who_left.defer(departure_id=event.departure_id, attempt=event.attempt)
