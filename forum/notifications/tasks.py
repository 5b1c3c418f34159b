"""What is done for inboxes while nobody waits."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.notifications.actions.tidying import clear_old_notices, mark_seen_notices

logger = logging.getLogger(__name__)


@app.periodic(cron="41 * * * *")
@app.task(name="tidy_inboxes", queueing_lock="tidy-inboxes")
def tidy_inboxes(timestamp: int) -> None:
    """Each hour: let old notices go, and mark as read what was seen where it stands."""
    now = datetime.fromtimestamp(timestamp, UTC)
    logger.info("Notices: %d were seen, %d are gone.", mark_seen_notices(now), clear_old_notices(now))
