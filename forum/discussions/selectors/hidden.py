"""Posts that boards do not show: each hides for those alone who read the topic there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from forum.communities.selectors.reach import Reader
from forum.core.known_queries import KnownQuery, among
from forum.discussions.models import HiddenPost, Placement
from forum.discussions.selectors.boards import readable_board


class Hidden(NamedTuple):
    """A post that is hidden, and whose it is."""

    post_id: int
    author_id: int


def hidden_posts(placements: Sequence[Placement]) -> frozenset[Hidden]:
    """The posts that all of these placements of one topic hide: who reads it there sees none of them.

    No query where one of them hides nothing, which is nearly everywhere.
    """
    if not placements or any(placement.hidden_count == 0 for placement in placements):
        return frozenset()
    by_placement: dict[int, set[Hidden]] = {placement.pk: set() for placement in placements}
    for placement_id, *post in _hidden_by(sorted(by_placement)):
        by_placement[placement_id].add(Hidden(*post))
    return frozenset(set.intersection(*by_placement.values()))


_hidden_by: KnownQuery[tuple[int, int, int]] = KnownQuery(
    lambda placement_ids: HiddenPost.objects.filter(among("placement_id", placement_ids)).values_list(
        "placement_id", "post_id", "post__author_id"
    )
)


def shown_to(reader: Reader, person_id: int) -> Q:
    """The condition under which posts of topics that one reads are shown on some board on which one reads them.

    One's own are.
    """
    hides = HiddenPost.objects.filter(post=OuterRef("pk"))
    shows = Placement.objects.filter(
        readable_board(reader, prefix="board__"), topic=OuterRef("topic"), state=Placement.State.LIVE
    ).exclude(Exists(HiddenPost.objects.filter(placement=OuterRef("pk"), post=OuterRef(OuterRef("pk")))))
    return ~Exists(hides) | Q(author=person_id) | Q(Exists(shows))
