"""What is done for carried topics while nobody waits."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.crossposting.actions.ending import end_overdue
from forum.crossposting.actions.homes import end_overdue_changes

logger = logging.getLogger(__name__)


@app.periodic(cron="27 * * * *")
@app.task(name="end_overdue_proposals", queueing_lock="end-overdue-proposals")
def end_overdue_proposals(timestamp: int) -> None:
    """Each hour: let proposals end that nobody answered in two weeks."""
    now = datetime.fromtimestamp(timestamp, UTC)
    logger.info(
        "Proposals that nobody answered: %d of topics, %d of homes.",
        end_overdue(now),
        end_overdue_changes(now),
    )
