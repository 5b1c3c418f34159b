"""What a list of people to invite would come to, as the community stands now."""

from __future__ import annotations

from datetime import datetime

from forum.communities.address_lists import UnreadableList, read_list
from forum.communities.models import Community
from forum.communities.selectors.invitations import standing_of_addresses
from forum.communities.sorting_lists import Sorted, sort_lines
from forum.core.verdicts import Invalid


def sorted_list(community: Community, text: str, *, role: int, message: str, now: datetime) -> list[Sorted]:
    """Every line of a list with what would become of it. For the community's facilitators.

    Three queries for any number of lines. Raises Invalid for a list that cannot be read.
    """
    try:
        lines = read_list(text)
    except UnreadableList as problem:
        raise Invalid(problem.sentence, field="text") from problem
    known = standing_of_addresses(community, [line["email"] for line in lines], now)
    return sort_lines(lines, known, role=role, message=message)
