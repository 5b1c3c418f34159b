"""What stewards are told of all conversations together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from forum.communities.models import Community
from forum.core.estimates import Quantity, quantity
from forum.discussions.models import Attachment, Placement, Post, Topic
from forum.people.models import Person


def topics_in_all() -> Quantity:
    """How many topics there are, about where there are many; removed ones count, for they keep their row."""
    return quantity(Topic.objects.all())


def posts_in_all() -> Quantity:
    """The same of posts."""
    return quantity(Post.objects.all())


def people_active_since(moment: datetime) -> int:
    """How many people with an account have signed in or written since then. For stewards."""
    wrote = Post.objects.filter(author=OuterRef("pk"), created_at__gte=moment)
    people = Person.objects.filter(kind=Person.Kind.HUMAN, is_active=True)
    return people.filter(Q(last_login__gte=moment) | Exists(wrote)).count()


def quiet_communities(moment: datetime) -> int:
    """How many communities in use have had no post since then. For stewards."""
    moved = Placement.objects.filter(
        board__community=OuterRef("pk"), state=Placement.State.LIVE, last_post_at__gte=moment
    )
    return Community.objects.filter(~Exists(moved), archived_at=None).count()


@dataclass(frozen=True, slots=True)
class Uploads:
    """How many files, and how many bytes they are."""

    number: int
    size: int


def uploads_in_all() -> Uploads:
    """Every file of a post, a held one or a draft. For stewards."""
    found = Attachment.objects.aggregate(number=Count("pk"), size=Sum("size"))
    return Uploads(found["number"], found["size"] or 0)


def topics_by_week(since: datetime, community: Community | None = None) -> dict[date, int]:
    """How many topics were started that still stand, by the Monday (UTC) of the week; in one community."""
    rows = Topic.objects.filter(created_at__gte=since, removed_at=None)
    if community is not None:
        rows = rows.filter(home_board__community=community)
    return _by_week(rows)


def posts_by_week(since: datetime, community: Community | None = None) -> dict[date, int]:
    """How many posts were written that still stand; of one community, through its boards."""
    rows = Post.objects.filter(created_at__gte=since, removed_at=None)
    if community is not None:
        rows = rows.filter(via_board__community=community)
    return _by_week(rows)


def _by_week(rows: QuerySet[Any]) -> dict[date, int]:
    weeks = rows.annotate(week=TruncWeek("created_at", tzinfo=UTC)).order_by("week").values_list("week")
    return {week.date(): number for week, number in weeks.annotate(number=Count("pk"))}
