"""What is done for carried topics while nobody waits."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from forum.core.letters import QUEUE, TRIES
from forum.crossposting.actions import letters, letters_about_homes, letters_to_moderators
from forum.crossposting.actions.deciding_homes import end_overdue_changes
from forum.crossposting.actions.ending import end_overdue

logger = logging.getLogger(__name__)
MORNING = 7  # the hour, where they are, at which people are told what waits for them


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


@app.task(name="mail_topic_carried", queue=QUEUE, retry=TRIES)
def mail_topic_carried(placement_id: int, proposal: str) -> None:
    """Tell an author that somebody else would carry, or has carried, their topic."""
    letters.mail_topic_carried(placement_id=placement_id, proposal=proposal)


@app.task(name="mail_what_became", queue=QUEUE, retry=TRIES)
def mail_what_became(placement_id: int, standing: str, stood: bool) -> None:
    """Tell whoever carried a topic what became of it."""
    letters.mail_what_became(placement_id=placement_id, standing=standing, stood=stood)


@app.task(name="mail_replies_stay", queue=QUEUE, retry=TRIES)
def mail_replies_stay(person_id: int, topic_id: int, board_id: int) -> None:
    """Tell somebody that the board through which they replied no longer shows the topic."""
    letters.mail_replies_stay(person_id=person_id, topic_id=topic_id, board_id=board_id)


@app.task(name="mail_home_asked", queue=QUEUE, retry=TRIES)
def mail_home_asked(change_id: int) -> None:
    """Tell an author that their topic may get another home."""
    letters_about_homes.mail_home_asked(change_id=change_id)


@app.task(name="mail_home_answered", queue=QUEUE, retry=TRIES)
def mail_home_answered(person_id: int, change_id: int) -> None:
    """Tell whoever asked for another home, and the topic's author, what came of that."""
    letters_about_homes.mail_home_answered(person_id=person_id, change_id=change_id)


@app.task(name="mail_guests_gone", queue=QUEUE, retry=TRIES)
def mail_guests_gone(person_id: int, community_id: int, placement_ids: list[int]) -> None:
    """Tell a moderator that topics from elsewhere stand on their boards no longer."""
    letters_to_moderators.mail_guests_gone(
        person_id=person_id, community_id=community_id, placement_ids=placement_ids
    )


@app.task(name="mail_what_waits", queue=QUEUE, retry=TRIES)
def mail_what_waits(person_id: int, community_id: int) -> None:
    """Tell a moderator how many topics wait for their word in a community."""
    letters_to_moderators.mail_what_waits(person_id=person_id, community_id=community_id)


def tell_in_the_morning(*, person_id: int, community_id: int, time_zone: str) -> None:
    """Queue that letter for the person's next morning, unless it is queued: so there is one a day at most."""
    job = mail_what_waits.configure(
        queueing_lock=f"what-waits:{community_id}:{person_id}",
        schedule_at=next_morning(timezone.now(), time_zone),
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(person_id=person_id, community_id=community_id)


def next_morning(now: datetime, time_zone: str) -> datetime:
    """The next time that it is `MORNING` there."""
    there = now.astimezone(ZoneInfo(time_zone))
    today = there.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return today if today > there else today + timedelta(days=1)
