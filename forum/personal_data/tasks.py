"""Jobs for people's data, on a queue of their own so that long ones do not hold up mail."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.people.actions.leaving import free_old_handles
from forum.people.actions.pictures import sweep_pictures
from forum.personal_data.actions.carrying import carry_out
from forum.personal_data.actions.exports import drop_old_exports, resume_abandoned, sweep_exports
from forum.personal_data.actions.seeing_off import resume_abandoned_departures, see_off

QUEUE = "exports"
logger = logging.getLogger(__name__)


@app.task(name="make_copy", queue=QUEUE)
def make_copy(export_id: int, attempt: int) -> None:
    """Make a copy of someone's data."""
    carry_out(export_id=export_id, attempt=attempt)


@app.task(name="see_off_who_left", queue=QUEUE)
def see_off_who_left(departure_id: int, attempt: int) -> None:
    """Carry out what somebody wished when they closed their account."""
    see_off(departure_id=departure_id, attempt=attempt)


@app.periodic(cron="*/5 * * * *")
@app.task(name="resume_abandoned_copies", queue=QUEUE)
def resume_abandoned_copies(timestamp: int) -> None:
    """Let copies and departures go on whose process died."""
    resume_abandoned()
    resume_abandoned_departures()


@app.periodic(cron="25 * * * *")
@app.task(name="drop_old_copies", queue=QUEUE)
def drop_old_copies(timestamp: int) -> None:
    """Each hour: let go of copies that nobody needs any more."""
    drop_old_exports()


@app.periodic(cron="52 3 * * *")
@app.task(name="sweep_copies_and_pictures", queue=QUEUE)
def sweep_copies_and_pictures(timestamp: int) -> None:
    """Each night: take away stored copies and pictures of people that no row names, and free handles of who left."""
    now = datetime.fromtimestamp(timestamp, UTC)
    free_old_handles(now)
    logger.info("Swept: %d copies, %d pictures.", sweep_exports(now), sweep_pictures(now))
