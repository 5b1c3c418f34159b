"""How people take part in a community, computed from what they did there of late: never granted, never stored.

An act is a post, a reaction or a following that still stands, in a topic that stands on a board of the community. A
post counts where its writer was: in the community through whose board it came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from psycopg.sql import SQL

from forum.communities.models import Community
from forum.discussions.models import Board

WEEKS = 13
CORE_WEEKS, ACTIVE_WEEKS = 8, 3
QUIET_FOR = timedelta(days=30)
KEPT_SECONDS = 3600
FIRST_POSTS_SHOWN = 3


class Part(StrEnum):
    """How near to the middle somebody stands."""

    CORE = "core"
    ACTIVE = "active"
    EDGE = "edge"


@dataclass(frozen=True, slots=True)
class Ring:
    """How many people of a community stand where."""

    core: int
    active: int
    edge: int

    @property
    def total(self) -> int:
        """Everyone who belongs to it."""
        return self.core + self.active + self.edge


@dataclass(frozen=True, slots=True)
class TakingPart:
    """What one person did here: in how many of the last `WEEKS` weeks, in how many of those before the last
    `QUIET_FOR`, when first and when last, and whether they ever reacted or followed."""

    weeks: int = 0
    weeks_before: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    has_reacted: bool = False
    has_followed: bool = False

    @property
    def part(self) -> Part:
        """Where they stand now."""
        return part_for(self.weeks)

    def went_quiet(self, now: datetime) -> bool:
        """True for those who were nearer than the edge, and have done nothing since `QUIET_FOR`."""
        was_near = part_for(self.weeks_before) != Part.EDGE
        return was_near and self.last_at is not None and self.last_at <= now - QUIET_FOR


@dataclass(frozen=True, slots=True)
class FirstPost:
    """One of the first posts of a newcomer, and whether anybody answered it."""

    topic_id: int
    slug: str
    title: str
    number: int
    created_at: datetime
    is_introduction: bool
    was_answered: bool


def part_for(weeks: int) -> Part:
    """Where somebody stands who did something in so many of the last `WEEKS` weeks."""
    if weeks >= CORE_WEEKS:
        return Part.CORE
    return Part.ACTIVE if weeks >= ACTIVE_WEEKS else Part.EDGE


def ring_of(community: Community) -> Ring:
    """How many stand where, for whoever reads the community; counted once an hour and when members come or go."""
    key = f"participation:{community.pk}:{community.member_count}"
    found: tuple[int, int, int] | None = cache.get(key)
    if found is None:
        ring = count_ring(community, timezone.now())
        found = (ring.core, ring.active, ring.edge)
        cache.set(key, found, KEPT_SECONDS)
    return Ring(*found)


def count_ring(community: Community, now: datetime) -> Ring:
    """How many stand where at `now`, in one query."""
    facts = _facts(community, now) | {"core": CORE_WEEKS, "active": ACTIVE_WEEKS}
    [(core, active, edge)] = _asked(_COUNTED, facts)
    return Ring(core, active, edge)


def taking_part(community: Community, now: datetime) -> dict[int, TakingPart]:
    """What everyone who ever did something here did, by person id, in one query. For facilitators."""
    rows = _asked(_EACH, _facts(community, now))
    return {person_id: TakingPart(*said) for person_id, *said in rows}


def first_posts(community: Community, person_ids: Iterable[int]) -> dict[int, list[FirstPost]]:
    """The first `FIRST_POSTS_SHOWN` posts of each of these people here, by person id, in one query.

    For facilitators.
    """
    facts = {
        "community": community.pk,
        "people": list(person_ids),
        "introductions": Board.Kind.INTRODUCTIONS.value,
        "shown": FIRST_POSTS_SHOWN,
    }
    found: dict[int, list[FirstPost]] = {}
    for person_id, *said in _asked(_FIRST_POSTS, facts):
        found.setdefault(person_id, []).append(FirstPost(*said))
    return found


def _facts(community: Community, now: datetime) -> dict[str, Any]:
    window, quiet = timedelta(weeks=WEEKS), now - QUIET_FOR
    return {
        "community": community.pk,
        "now": now,
        "start": now - window,
        "quiet": quiet,
        "start_before": quiet - window,
    }


def _asked(sql: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


_TOPICS_HERE = SQL("""
topics_here AS (
    SELECT DISTINCT topic.id FROM forum_board AS board
    JOIN forum_placement AS place ON place.board_id = board.id AND place.state = 'live'
    JOIN forum_topic AS topic ON topic.id = place.topic_id AND topic.removed_at IS NULL
    WHERE board.community_id = %(community)s
)
""")
_ACTS = SQL("""
{topics_here}, acts AS (
    SELECT post.author_id AS person_id, post.created_at AS moment, 'wrote' AS deed
    FROM topics_here JOIN forum_post AS post ON post.topic_id = topics_here.id AND post.removed_at IS NULL
    JOIN forum_board AS via ON via.id = post.via_board_id AND via.community_id = %(community)s
    UNION ALL
    SELECT reaction.person_id, reaction.created_at, 'reacted'
    FROM topics_here JOIN forum_post AS post ON post.topic_id = topics_here.id AND post.removed_at IS NULL
    JOIN forum_reaction AS reaction ON reaction.post_id = post.id
    UNION ALL
    SELECT following.person_id, following.since, 'followed'
    FROM topics_here JOIN forum_following AS following ON following.topic_id = topics_here.id
)
""").format(topics_here=_TOPICS_HERE)
_WEEK = SQL("floor(extract(epoch FROM {end} - moment) / 604800)")
_LATELY, _BEFORE = _WEEK.format(end=SQL("%(now)s")), _WEEK.format(end=SQL("%(quiet)s"))

_COUNTED = (
    SQL("""
WITH {acts}, weeks AS (
    SELECT person_id, count(DISTINCT {week}) AS acted
    FROM acts WHERE moment > %(start)s AND moment <= %(now)s GROUP BY person_id
)
SELECT
    count(*) FILTER (WHERE acted >= %(core)s),
    count(*) FILTER (WHERE acted >= %(active)s AND acted < %(core)s),
    count(*) FILTER (WHERE acted IS NULL OR acted < %(active)s)
FROM forum_membership AS member
JOIN forum_person AS person ON person.id = member.person_id AND person.is_active AND person.kind = 'human'
LEFT JOIN weeks ON weeks.person_id = member.person_id
WHERE member.community_id = %(community)s
""")
    .format(acts=_ACTS, week=_LATELY)
    .as_string()
)

_EACH = (
    SQL("""
WITH {acts}
SELECT person_id,
    count(DISTINCT {lately}) FILTER (WHERE moment > %(start)s),
    count(DISTINCT {before}) FILTER (WHERE moment > %(start_before)s AND moment <= %(quiet)s),
    min(moment), max(moment), bool_or(deed = 'reacted'), bool_or(deed = 'followed')
FROM acts WHERE moment <= %(now)s GROUP BY person_id
""")
    .format(acts=_ACTS, lately=_LATELY, before=_BEFORE)
    .as_string()
)

_FIRST_POSTS = (
    SQL("""
WITH {topics_here}, firsts AS (
    SELECT post.*, row_number() OVER (PARTITION BY post.author_id ORDER BY post.created_at, post.id) AS place
    FROM topics_here JOIN forum_post AS post ON post.topic_id = topics_here.id AND post.removed_at IS NULL
    JOIN forum_board AS via ON via.id = post.via_board_id AND via.community_id = %(community)s
    WHERE post.author_id = ANY(%(people)s)
)
SELECT firsts.author_id, firsts.topic_id, topic.slug, topic.title, firsts.number, firsts.created_at,
    firsts.number = 1 AND home.kind = %(introductions)s,
    EXISTS (
        SELECT FROM forum_post AS other
        WHERE other.topic_id = firsts.topic_id AND other.removed_at IS NULL AND other.author_id <> firsts.author_id
            AND (firsts.number = 1 OR other.parent_id = firsts.id)
    )
FROM firsts JOIN forum_topic AS topic ON topic.id = firsts.topic_id
JOIN forum_board AS home ON home.id = topic.home_board_id
WHERE firsts.place <= %(shown)s ORDER BY firsts.author_id, firsts.place
""")
    .format(topics_here=_TOPICS_HERE)
    .as_string()
)
