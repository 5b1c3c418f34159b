"""What is done for carried topics while nobody waits."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.crossposting.actions.ending import end_overdue

logger = logging.getLogger(__name__)


@app.periodic(cron="27 * * * *")
@app.task(name="end_overdue_proposals", queueing_lock="end-overdue-proposals")
def end_overdue_proposals(timestamp: int) -> None:
    """Each hour: let proposals end that nobody answered in two weeks."""
    logger.info("Proposals to carry topics ended: %d.", end_overdue(datetime.fromtimestamp(timestamp, UTC)))
