"""Setting until when one topic is answered, how fast, and whether replies wait; and closing it when its time comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.communities.selectors.locks import lock_standing
from forum.core.editions import ChangedMeanwhile
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.discussions.actions.counters import listing_changed
from forum.discussions.actions.replies import locked_topic
from forum.discussions.events import TopicChanged
from forum.discussions.models import Topic
from forum.discussions.models.topics import SLOWEST
from forum.discussions.policies.topic_rules import may_rule_topic
from forum.discussions.selectors.topic_rules import edition_of_rules, topics_to_close
from forum.people.actions.placeholders import system_person
from forum.people.models import Person

FARTHEST = timedelta(days=5 * 366)  # beyond it a year was mistyped


@dataclass(frozen=True, slots=True)
class Rules:
    """When a topic closes by itself, if ever; seconds between two posts of one person; whether replies wait; and
    whether it stays open where its board closes what nobody answers.
    """

    locks_at: datetime | None
    slow_seconds: int
    asks_approval: bool
    stays_open: bool = False


@transaction.atomic
def rule_topic(
    *, moderator: Person, topic: Topic, rules: Rules, seen: str, now: datetime | None = None
) -> Topic:
    """Let one topic be answered by these rules. `seen` is the edition of those that the moderator began from.

    A topic that had closed by itself opens where another moment is set. Raises ChangedMeanwhile, Refused, Invalid or
    TooMany.
    """
    moment = now or timezone.now()
    topic = locked_topic(topic)
    lock_standing(moderator, [topic.home_board.community_id])
    require(may_rule_topic(moderator, topic))
    before = _of(topic)
    if rules == before:
        return topic
    if seen != edition_of_rules(topic):
        raise ChangedMeanwhile(
            _(
                "Another moderator has changed this in the meantime. This is how it is now; look, and save again."
            )
        )
    _check(rules, before, moment)
    spend(TENDING, moderator.pk, at=now)
    _store(topic, rules, moment)
    _note(topic, moderator, before, rules, now)
    publish(TopicChanged(topic_id=topic.pk))
    return topic


def _of(topic: Topic) -> Rules:
    return Rules(topic.locks_at, topic.slow_seconds, topic.asks_approval, topic.stays_open)


def _check(rules: Rules, before: Rules, moment: datetime) -> None:
    if rules.locks_at is not None and rules.locks_at != before.locks_at:
        if rules.locks_at <= moment:
            raise Invalid(
                _("This moment is past. Choose a later one, or lock the topic now."), field="locks_at"
            )
        if rules.locks_at > moment + FARTHEST:
            raise Invalid(_("That is more than five years away. Is the year right?"), field="locks_at")
    if not 0 <= rules.slow_seconds <= SLOWEST:
        raise Invalid(_("Choose one of those that are offered here."), field="slow_seconds")


def _store(topic: Topic, rules: Rules, moment: datetime) -> None:
    locked_at = topic.locked_at
    has_closed_by_itself = topic.locked_by_id is None and locked_at == topic.closes_at
    topic.locks_at, topic.slow_seconds = rules.locks_at, rules.slow_seconds
    topic.asks_approval, topic.stays_open = rules.asks_approval, rules.stays_open
    if has_closed_by_itself:
        topic.locked_at = None
        topic.locked_at = locked_at if topic.is_over(moment) else None
    topic.version += 1
    topic.save(
        update_fields=["locks_at", "slow_seconds", "asks_approval", "stays_open", "locked_at", "version"]
    )
    listing_changed(topic)


def _note(topic: Topic, moderator: Person, before: Rules, after: Rules, now: datetime | None) -> None:
    details: dict[str, Any] = {"topic": topic.pk}
    for name in ("locks_at", "slow_seconds", "asks_approval", "stays_open"):
        was, is_now = getattr(before, name), getattr(after, name)
        if was != is_now:
            details[name] = {"before": _plain(was), "after": _plain(is_now)}
    board = topic.home_board
    note_change(
        Verb.TOPIC_RULED, by=moderator, community=board.community, about=board.name, board_key=board.pk,
        details=details, now=now,
    )  # fmt: skip


def _plain(value: datetime | int | bool | None) -> str | int | bool | None:
    """As the log keeps it: a moment by the clock of the network."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else value


def close_topics_whose_time_has_come(now: datetime) -> int:
    """Lock the topics that were to close by now, each by itself. Returns how many there were."""
    return sum(_close(topic_id, now) for topic_id in topics_to_close(now))


@transaction.atomic
def _close(topic_id: int, now: datetime) -> int:
    rows = Topic.objects.select_for_update(no_key=True, of=("self",))
    topic = rows.select_related("home_board__community").get(pk=topic_id)
    if topic.locked_at is not None or topic.removed_at is not None or not topic.is_over(now):
        return 0
    Topic.objects.filter(pk=topic_id).update(
        locked_at=topic.closes_at, locked_by=None, version=F("version") + 1
    )
    listing_changed(topic)
    board = topic.home_board
    note_change(
        Verb.TOPIC_CLOSED, by=system_person("machine", "The machine"), community=board.community, about=board.name,
        board_key=board.pk, details={"topic": topic_id}, now=now,
    )  # fmt: skip
    publish(TopicChanged(topic_id=topic_id))
    return 1
