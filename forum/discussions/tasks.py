"""What is done for boards while nobody waits."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from forum.core.letters import QUEUE, TRIES
from forum.discussions.actions import letters
from forum.discussions.actions.files import clear_abandoned_files, sweep_stored_files
from forum.discussions.actions.quiet import close_quiet_topics
from forum.discussions.actions.taking_down import clear_removed_posts
from forum.discussions.actions.topic_rules import close_topics_whose_time_has_come
from forum.discussions.actions.whole_topics import clear_removed_topics

logger = logging.getLogger(__name__)


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="clear-uploads")
def clear_uploads(timestamp: int) -> None:
    """Each night: let go of uploads that no post holds, and of stored files that no row names."""
    now = datetime.fromtimestamp(timestamp, UTC)
    logger.info(
        "Uploads cleared: %d abandoned, %d stray.", clear_abandoned_files(now), sweep_stored_files(now)
    )


@app.periodic(cron="47 3 * * *")
@app.task(name="clear_removed_topics", queueing_lock="clear-removed-topics")
def clear_old_removed_topics(timestamp: int) -> None:
    """Each night: let the words of topics go that were removed a month ago."""
    logger.info("Removed topics cleared: %d.", clear_removed_topics(datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="52 3 * * *")
@app.task(name="clear_removed_posts", queueing_lock="clear-removed-posts")
def clear_old_removed_posts(timestamp: int) -> None:
    """Each night: let the words of posts go that moderators removed a month ago."""
    logger.info("Removed posts cleared: %d.", clear_removed_posts(datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="*/5 * * * *")
@app.task(name="close_topics", queueing_lock="close-topics")
def close_topics(timestamp: int) -> None:
    """Every five minutes: lock topics whose time has come, and let pages say so. Nobody answers them before, either."""
    now = datetime.fromtimestamp(timestamp, UTC)
    logger.info(
        "Topics closed: %d at their moment, %d that had fallen quiet.",
        close_topics_whose_time_has_come(now),
        close_quiet_topics(now),
    )


@app.task(name="mail_why_removed", queue=QUEUE, retry=TRIES)
def mail_why_removed(post_id: int) -> None:
    """Tell an author why a moderator has removed what they wrote."""
    letters.mail_why_removed(post_id=post_id)


@app.task(name="mail_why_topic_removed", queue=QUEUE, retry=TRIES)
def mail_why_topic_removed(topic_id: int) -> None:
    """The same of a whole topic."""
    letters.mail_why_topic_removed(topic_id=topic_id)


@app.task(name="mail_why_declined", queue=QUEUE, retry=TRIES)
def mail_why_declined(held_id: int) -> None:
    """Tell an author why what they wrote did not go up."""
    letters.mail_why_declined(held_id=held_id)
