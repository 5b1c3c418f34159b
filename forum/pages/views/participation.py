"""Who takes part in a community and how, for its facilitators: to look after people, never to rank them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.communities.policies.participation import may_see_participation
from forum.communities.selectors.coming_and_going import months_of
from forum.communities.selectors.members import MOST_NAMED, members_by_name
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.numbers import whole_number
from forum.core.verdicts import require
from forum.discussions.selectors.participation import first_posts, taking_part
from forum.pages.participation import groups_of, newcomers_among, quiet_among, taken_together
from forum.people.actors import signed_in


@require_safe
@login_required
def participation(request: HttpRequest, slug: str) -> HttpResponse:
    """Names by how near to the middle they stand, who went quiet, who is on their way in, and the months.

    `part` and `after` (a person's id) ask for more of one group.
    """
    community = known_community(signed_in(request.user), slug)
    require(may_see_participation(request.user, community))
    now = timezone.now()
    people = taken_together(members_by_name(community), taking_part(community, now), now)
    newcomers = newcomers_among(people, now)
    after = whole_number(request.GET.get("after", ""), digits=18) or 0
    context = about(request, community) | {
        "groups": groups_of(people, asked=request.GET.get("part", ""), after=after),
        "quiet": quiet_among(people, now),
        "newcomers": newcomers.with_posts(first_posts(community, newcomers.ids)),
        "newcomers_unshown": newcomers.unshown,
        "months": months_of(community, now),
        "unnamed": max(community.member_count - MOST_NAMED, 0),
    }
    return render(request, "communities/participation.html", context)
