"""A newcomer's first steps on a page of their own, also once they are put away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.communities.policies.participation import may_take_first_steps
from forum.communities.selectors.standing import memberships_of
from forum.communities.views.places import known_community
from forum.communities.views.welcome import welcome_of
from forum.core.verdicts import require
from forum.discussions.selectors.boards import boards_of
from forum.discussions.selectors.listings import newest_topics
from forum.pages.first_steps import steps_for
from forum.people.actors import signed_in


@require_safe
@login_required
def first_steps(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody who belongs here can begin with, and what of it they have done."""
    person = signed_in(request.user)
    community = known_community(person, slug)
    require(may_take_first_steps(person, community))
    boards = boards_of(community, person)
    topics = newest_topics([board for board in boards if board.archived_at is None])
    context = {
        "community": community,
        "welcome": welcome_of(community),
        "steps": steps_for(person, community, boards, topics),
        "is_put_away": memberships_of(person)[community.pk].settled_at is not None,
    }
    return render(request, "communities/first_steps_page.html", context)
