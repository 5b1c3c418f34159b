"""Lets a moderator of the demo network warn somebody, who asks others to look at that again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from forum.communities.actions.measures import warn_person
from forum.communities.models import Community
from forum.demo.description import Told
from forum.discussions.models import Board
from forum.moderation.actions.appealing import appeal_measure
from forum.people.models import Person

UNTIL_APPEAL = timedelta(hours=3)


def let_warn(
    told: Told, people: Mapping[str, Person], boards: Mapping[tuple[str, str], Board], *, now: datetime
) -> None:
    """Give every warning, and let who was given one say what they say against it."""
    communities: dict[str, Community] = {slug: board.community for (slug, _board), board in boards.items()}
    for warning in told.warnings:
        given_at, person = now - timedelta(days=warning.days_ago), people[warning.person]
        measure = warn_person(
            moderator=people[warning.by],
            person=person,
            community=communities[warning.community],
            reason=warning.reason,
            now=given_at,
        )
        if warning.appeal:
            appeal_measure(person=person, measure=measure, words=warning.appeal, now=given_at + UNTIL_APPEAL)
