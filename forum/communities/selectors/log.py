"""The log, a page at a time: of a community, and of the network."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from forum.communities.models import Change, Community, Verb
from forum.core.paging import cut

CHANGES_ON_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of the log, the latest first, and the id behind which the next one begins (0 on the last)."""

    changes: list[Change]
    older: int


def changes_in(community: Community, *, after: int = 0) -> ChangePage:
    """What was done in a community with power. For those who look after it."""
    return _page(Change.objects.filter(community=community), after)


def changes_of_network(*, after: int = 0) -> ChangePage:
    """What was done for the whole network with power. For stewards."""
    return _page(Change.objects.filter(community=None), after)


def changes_of_visibility(community: Community) -> list[Change]:
    """Each time that somebody changed who reads the community, the latest first."""
    return list(
        Change.objects.filter(community=community, verb=Verb.OPENED_UP).order_by("-created_at", "-pk")
    )


def _page(rows: QuerySet[Change], after: int) -> ChangePage:
    rows = rows.select_related("actor", "person").order_by("-pk")
    shown, has_more = cut(rows.filter(pk__lt=after) if after else rows, CHANGES_ON_A_PAGE)
    return ChangePage(shown, shown[-1].pk if has_more else 0)
