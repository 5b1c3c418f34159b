"""What is done for words on their way to boards while nobody waits."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.lifting.actions.ending import end_overdue

logger = logging.getLogger(__name__)


@app.periodic(cron="17 * * * *")
@app.task(name="end_overdue_questions", queueing_lock="end-overdue-questions")
def end_overdue_questions(timestamp: int) -> None:
    """Each hour: let questions end that nobody answered in two weeks."""
    logger.info(
        "Questions about words of rooms ended: %d.", end_overdue(datetime.fromtimestamp(timestamp, UTC))
    )
