"""What is done for rooms while nobody waits."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.chat.actions import letters
from forum.chat.actions.taking_down import clear_removed_messages
from forum.core.letters import QUEUE, TRIES

logger = logging.getLogger(__name__)


@app.periodic(cron="54 3 * * *")
@app.task(name="clear_removed_messages", queueing_lock="clear-removed-messages")
def clear_old_removed_messages(timestamp: int) -> None:
    """Each night: let the words of messages go that moderators removed a month ago."""
    count = clear_removed_messages(datetime.fromtimestamp(timestamp, UTC))
    logger.info("Removed messages cleared: %d.", count)


@app.task(name="mail_why_message_removed", queue=QUEUE, retry=TRIES)
def mail_why_message_removed(message_id: int) -> None:
    """Tell an author why a moderator has removed what they said."""
    letters.mail_why_message_removed(message_id=message_id)
