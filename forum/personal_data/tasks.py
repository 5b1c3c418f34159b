"""Jobs for people's data, on a queue of their own so that long ones do not hold up mail."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.people.actions.pictures import sweep_pictures
from forum.personal_data.actions.carrying import carry_out
from forum.personal_data.actions.exports import drop_old_exports, resume_abandoned, sweep_exports

QUEUE = "exports"
logger = logging.getLogger(__name__)


@app.task(name="make_copy", queue=QUEUE)
def make_copy(export_id: int, attempt: int) -> None:
    """Make a copy of someone's data."""
    carry_out(export_id=export_id, attempt=attempt)


@app.periodic(cron="*/5 * * * *")
@app.task(name="resume_abandoned_copies", queue=QUEUE)
def resume_abandoned_copies(timestamp: int) -> None:
    """Let copies be made after all whose process died."""
    resume_abandoned()


@app.periodic(cron="25 * * * *")
@app.task(name="drop_old_copies", queue=QUEUE)
def drop_old_copies(timestamp: int) -> None:
    """Each hour: let go of copies that nobody needs any more."""
    drop_old_exports()


@app.periodic(cron="52 3 * * *")
@app.task(name="sweep_copies_and_pictures", queue=QUEUE)
def sweep_copies_and_pictures(timestamp: int) -> None:
    """Each night: take away stored copies and pictures of people that no row names."""
    now = datetime.fromtimestamp(timestamp, UTC)
    logger.info("Swept: %d copies, %d pictures.", sweep_exports(now), sweep_pictures(now))
