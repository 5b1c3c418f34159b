"""The log, a page at a time: of a community, and of the network."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from forum.communities.models import Change, Community, Verb
from forum.core.asked_above import AskedAbove
from forum.core.paging import cut
from forum.people.models import Person

PostKey = tuple[int, int]  # id of a topic, number of a post in it or 0 for the whole topic
CHANGES_ON_A_PAGE = 40
MOST_IN_A_FILE = 5000


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of the log, the latest first, and the id behind which the next one begins (0 on the last)."""

    changes: list[Change]
    older: int


def _no_cases(_reader: Person, /) -> list[int]:
    return []


# Asked above: ids of cases about what is the reader's, where their lines name somebody else, or nobody.
cases_about = AskedAbove(_no_cases)


def told_to(reader: Person) -> Q:
    """The condition on lines that the reader may be told: who is reported does not learn that from a log, as long as
    nothing was done; it would lead to who reported them.
    """
    own = Q(person=reader.pk)
    cases = cases_about(reader)
    if cases:
        own |= Q(details__case__in=cases)
    return ~Q(own, verb__in=[Verb.REPORTED_KEPT, Verb.REPORTED_HANDED_UP])


def changes_in(reader: Person, community: Community, *, after: int = 0) -> ChangePage:
    """What was done in a community with power. For those who look after it."""
    return changes_among(Change.objects.filter(told_to(reader), community=community), after)


def changes_of_network(steward: Person, *, after: int = 0) -> ChangePage:
    """What was done for the whole network with power. For stewards."""
    return changes_among(Change.objects.filter(told_to(steward), community=None), after)


def latest_changes_in(reader: Person, community: Community) -> list[Change]:
    """The latest `MOST_IN_A_FILE` of them. For those who look after it."""
    return _latest(Change.objects.filter(told_to(reader), community=community))


def latest_changes_of_network(steward: Person) -> list[Change]:
    """The same of the network. For stewards."""
    return _latest(Change.objects.filter(told_to(steward), community=None))


def _latest(rows: QuerySet[Change]) -> list[Change]:
    return list(rows.select_related("actor", "person").order_by("-created_at", "-pk")[:MOST_IN_A_FILE])


def free_since(community: Community) -> datetime:
    """Since when what is said in its rooms may be taken to its boards freely, where it may now."""
    rows = Change.objects.filter(community=community, verb=Verb.TAKING_CHANGED).order_by("-created_at", "-pk")
    return rows.values_list("created_at", flat=True).first() or community.created_at


def changes_of_visibility(community: Community) -> list[Change]:
    """Each time that somebody changed who reads the community, the latest first."""
    return list(
        Change.objects.filter(community=community, verb=Verb.OPENED_UP).order_by("-created_at", "-pk")
    )


def in_logs_of(community_ids: Collection[int]) -> Q:
    """The condition on lines of the logs of these communities; without any, of that of the network."""
    return Q(community__in=community_ids) if community_ids else Q(community=None)


def changes_among(rows: QuerySet[Change], after: int) -> ChangePage:
    """By the moment at which it was done, whenever it was noted; `after` is the id of the last one that was shown."""
    last = rows.filter(pk=after).first() if after else None
    if last is not None:
        rows = rows.filter(TupleLessThan(Tuple("created_at", "pk"), (last.created_at, last.pk)))
    rows = rows.select_related("actor", "person").order_by("-created_at", "-pk")
    shown, has_more = cut(rows, CHANGES_ON_A_PAGE)
    return ChangePage(shown, shown[-1].pk if has_more else 0)


def _none(_reader: Person, _posts: Iterable[PostKey], /) -> Mapping[PostKey, tuple[str, str]]:
    return {}


# Title and address of each of these posts, or of a topic, that the reader may read.
posts_in_words = AskedAbove(_none)
