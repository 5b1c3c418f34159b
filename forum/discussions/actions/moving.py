"""Giving topics another home among the boards of their community."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from forum.communities.actions.log import note_change
from forum.communities.models import Verb
from forum.communities.selectors.locks import lock_communities, lock_standing
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, Sentence, require
from forum.discussions.actions.agreements import require_agreement
from forum.discussions.actions.rehoming import (
    be_at_home_on,
    boards_count_anew,
    come_through,
    end_outside_placements,
    standing,
)
from forum.discussions.events import TopicsMoved
from forum.discussions.models import Board, Placement, Topic
from forum.discussions.policies.board_management import may_move_onto, may_move_topic
from forum.discussions.selectors.locks import lock_topics
from forum.discussions.selectors.visibility import read_by_more_than
from forum.people.models import Person

MOST_AT_ONCE = 100


@dataclass(slots=True)
class MoveReport:
    """Which topics are at home on `to` now, and which are not, each with the reason."""

    to: Board
    moved: list[Topic] = field(default_factory=list)
    stayed: list[tuple[Topic, Sentence]] = field(default_factory=list)


@transaction.atomic
def move_topics(
    *,
    mover: Person,
    topics: Sequence[Topic],
    to: Board,
    agreed_level: int | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> MoveReport:
    """Let up to `MOST_AT_ONCE` topics be at home on `to`; those that cannot be moved stay, and the report says why.

    Raises NotAgreed where `to` has other readers and `agreed_level` does not say theirs, Refused, Invalid or TooMany.
    """
    if not topics:
        raise Invalid(_("Choose the topics first."), field="topics")
    if len(topics) > MOST_AT_ONCE:
        raise Invalid(_("At most %d topics can be moved at once.") % MOST_AT_ONCE, field="topics")
    lock_communities([to.community_id])
    locked = _locked(topics)
    lock_standing(mover, [to.community_id])
    to = Board.objects.select_related("community").get(pk=to.pk)
    require(may_move_onto(mover, to))
    spend(TENDING, mover.pk, at=now)
    report = _report(mover, locked, to)
    homes = {topic.home_board for topic in report.moved}
    for home in homes:
        count = sum(topic.home_board_id == home.pk for topic in report.moved)
        require_agreement(before=home, after=to, topics=count, agreed_level=agreed_level)
    if report.moved:
        _move(report)
        _note(mover, report, reason, now)
    return report


def _locked(topics: Sequence[Topic]) -> list[Topic]:
    """The topics as they stand now, locked, in the order in which they were chosen."""
    lock_topics(topic.pk for topic in topics)
    rows = Topic.objects.select_related("home_board__community").in_bulk([topic.pk for topic in topics])
    return [rows[topic.pk] for topic in topics]


def _report(mover: Person, topics: Sequence[Topic], to: Board) -> MoveReport:
    report = MoveReport(to)
    for topic in topics:
        verdict = may_move_topic(mover, topic, to)
        if verdict:
            report.moved.append(topic)
        else:
            report.stayed.append((topic, verdict.reason))
    return report


def _move(report: MoveReport) -> None:
    to, ids = report.to, [topic.pk for topic in report.moved]
    before = standing(ids)
    by_home: dict[int, list[int]] = defaultdict(list)
    for topic in report.moved:
        by_home[topic.home_board_id].append(topic.pk)
    for home_id, its_topics in by_home.items():
        come_through(its_topics, from_id=home_id, to=to)
    be_at_home_on(ids, to)
    elsewhere = Placement.objects.filter(read_by_more_than(to), topic__in=ids).exclude(board=to)
    end_outside_placements(elsewhere)
    boards_count_anew(before, standing(ids))


def _note(mover: Person, report: MoveReport, reason: str, now: datetime | None) -> None:
    to = report.to
    for topic in report.moved:
        note_change(
            Verb.TOPIC_MOVED,
            by=mover,
            community=to.community,
            about=to.name,
            board_key=to.pk,
            details={"topic": topic.pk, "from": topic.home_board.name, "to": to.name},
            reason=reason,
            now=now,
        )
    moved = tuple(topic.pk for topic in report.moved)
    publish(TopicsMoved(community_id=to.community_id, board_id=to.pk, topic_ids=moved))
