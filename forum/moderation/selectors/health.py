"""How a community is looked after: how soon people are answered, what nobody has answered, who decides how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery

from forum.communities.models import Change, Community, Verb
from forum.communities.selectors.log import told_to
from forum.discussions.models import HeldPost, Post, Topic
from forum.discussions.selectors.topics import topics_visible_to
from forum.moderation.models import Appeal, Case
from forum.moderation.selectors.appeals import appealed_in
from forum.moderation.selectors.cases import in_community, of_others
from forum.people.models import Person

LOOKED_BACK = timedelta(days=90)
MOST_COUNTED = 2000
MOST_SHOWN = 10
# What moderators decide about what others have said or asked.
DECISIONS = [
    Verb.TOPIC_MOVED, Verb.TOPIC_REMOVED, Verb.TOPIC_RESTORED, Verb.TOPIC_SPLIT, Verb.TOPICS_UNITED, Verb.POST_REMOVED,
    Verb.POST_RESTORED, Verb.POST_APPROVED, Verb.POST_DECLINED, Verb.PLACEMENT_ACCEPTED, Verb.PLACEMENT_DECLINED,
    Verb.PLACEMENT_ENDED, Verb.POST_HIDDEN, Verb.HOME_CHANGED, Verb.REPORTED_KEPT, Verb.REPORTED_REMOVED,
    Verb.MESSAGE_REMOVED, Verb.MESSAGE_RESTORED, Verb.REQUEST_ACCEPTED, Verb.REQUEST_DECLINED,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many things there were, and how long half of them took at most; None where there was none."""

    number: int
    middle: timedelta | None


@dataclass(frozen=True, slots=True)
class Answering:
    """Topics of the time that was looked back on: those that somebody else answered, and how many nobody has."""

    answered: Stretch
    within_a_day: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Reversals:
    """How many decisions somebody else looked at again, and how many of them were undone."""

    looked_at: int
    undone: int


@dataclass(frozen=True, slots=True)
class Load:
    """Somebody, and how much they decided."""

    person: Person
    number: int


def answering_in(community: Community, now: datetime) -> Answering:
    """How soon topics of the community's boards were answered, of the latest `MOST_COUNTED`. One query."""
    rows = _topics(community, now).annotate(answered_at=_first_answer()).order_by("-created_at")
    times = list(rows.values_list("created_at", "answered_at")[:MOST_COUNTED])
    waits = [answered - asked for asked, answered in times if answered is not None]
    soon = sum(wait <= timedelta(days=1) for wait in waits)
    return Answering(_stretch(waits), soon, len(times) - len(waits))


def unanswered_questions(reader: Person, community: Community, now: datetime) -> list[Topic]:
    """Questions that nobody else has answered, the oldest `MOST_SHOWN`, as far as the reader reads them."""
    return _unanswered(reader, community, now, Q(type=Topic.Type.QUESTION))


def other_unanswered_topics(reader: Person, community: Community, now: datetime) -> list[Topic]:
    """The same of what is no question."""
    return _unanswered(reader, community, now, ~Q(type=Topic.Type.QUESTION))


def held_waits(community: Community, now: datetime) -> Stretch:
    """How long posts waited that were decided on. One query."""
    rows = HeldPost.objects.filter(board__community=community, state__in=["approved", "declined"])
    return _decided(rows, "created_at", now)


def case_waits(reader: Person, community: Community, now: datetime) -> Stretch:
    """How long reports waited that were decided on, but for those about the reader that came to nothing. One query."""
    counted = Q(state=Case.State.REMOVED) | Q(of_others(reader.pk), state=Case.State.KEPT)
    rows = Case.objects.filter(in_community(community), counted)
    return _decided(rows, "opened_at", now)


def reversals_in(community: Community, now: datetime) -> Reversals:
    """What came of appeals. One query."""
    rows = Appeal.objects.filter(appealed_in(community), decided_at__gt=now - LOOKED_BACK)
    counts = dict(rows.order_by().values_list("state").annotate(number=Count("pk", distinct=True)))
    undone = counts.get(Appeal.State.OVERTURNED, 0)
    return Reversals(undone + counts.get(Appeal.State.UPHELD, 0), undone)


def load_in(reader: Person, community: Community, now: datetime) -> list[Load]:
    """Who decided how much, as far as its log tells the reader, the most first. Three queries."""
    rows = Change.objects.filter(
        told_to(reader), community=community, verb__in=DECISIONS, created_at__gt=now - LOOKED_BACK, actor__isnull=False,
    )  # fmt: skip
    counts = dict(rows.order_by().values_list("actor").annotate(number=Count("pk")))
    people = Person.objects.in_bulk(counts)
    found = [Load(people[key], number) for key, number in counts.items() if key in people]
    return sorted(found, key=lambda each: (-each.number, each.person.display_name))


def _topics(community: Community, now: datetime) -> QuerySet[Topic]:
    return Topic.objects.filter(
        home_board__community=community,
        removed_at=None,
        created_at__gt=now - LOOKED_BACK,
        created_at__lte=now,
    )


def _unanswered(reader: Person, community: Community, now: datetime, which: Q) -> list[Topic]:
    rows = _topics(community, now).filter(which, ~Exists(_answers()), locked_at=None)
    seen = rows.filter(pk__in=topics_visible_to(reader).values("pk")).select_related("author", "home_board")
    return list(seen.order_by("created_at", "pk")[:MOST_SHOWN])


def _answers() -> QuerySet[Post]:
    return Post.objects.filter(topic=OuterRef("pk"), removed_at=None).exclude(author=OuterRef("author"))


def _first_answer() -> Subquery:
    return Subquery(_answers().order_by("created_at").values("created_at")[:1], output_field=DateTimeField())


def _decided(rows: QuerySet[HeldPost] | QuerySet[Case], since: str, now: datetime) -> Stretch:
    waits = rows.filter(Q(decided_at__gt=now - LOOKED_BACK)).order_by("-decided_at")
    return _stretch(list(waits.values_list(F("decided_at") - F(since), flat=True)[:MOST_COUNTED]))


def _stretch(waits: list[timedelta]) -> Stretch:
    seconds = [wait.total_seconds() for wait in waits]
    return Stretch(len(waits), timedelta(seconds=median(seconds)) if seconds else None)
