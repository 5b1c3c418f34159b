"""Jobs of the importer, on a queue of their own so that long ones do not hold up mail."""

from __future__ import annotations

from procrastinate.contrib.django import app

from forum.importing.actions.carrying import carry_out
from forum.importing.actions.runs import drop_old_archives, resume_abandoned

QUEUE = "imports"


@app.task(name="carry_out_import", queue=QUEUE)
def carry_out_import(run_id: int, attempt: int) -> None:
    """Bring an archive onto its board."""
    carry_out(run_id=run_id, attempt=attempt)


@app.periodic(cron="*/5 * * * *")
@app.task(name="resume_abandoned_imports", queue=QUEUE)
def resume_abandoned_imports(timestamp: int) -> None:
    """Let imports go on whose process died."""
    resume_abandoned()


@app.periodic(cron="40 3 * * *")
@app.task(name="drop_old_archives", queue=QUEUE)
def drop_archives_of_old_imports(timestamp: int) -> None:
    """Delete uploads that nobody resumed."""
    drop_old_archives()
