"""How a community is looked after, for those who do it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.communities.policies.shaping import may_look_after
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.durations import duration_in_words
from forum.core.verdicts import require
from forum.moderation.selectors.health import (
    LOOKED_BACK,
    MOST_SHOWN,
    Stretch,
    answering_in,
    case_waits,
    held_waits,
    load_in,
    other_unanswered_topics,
    reversals_in,
    unanswered_questions,
)
from forum.people.actors import signed_in


@require_safe
@login_required
def health(request: HttpRequest, slug: str) -> HttpResponse:
    """How soon people are answered, what nobody has answered, how long things wait, and who decides how much."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    require(may_look_after(person, community))
    now = timezone.now()
    answering = answering_in(community, now)
    held, cases = held_waits(community, now), case_waits(person, community, now)
    load = load_in(person, community, now)
    context = about(request, community) | {
        "days": LOOKED_BACK.days,
        "answering": answering,
        "first_answer": _in_words(answering.answered),
        "questions": unanswered_questions(person, community, now),
        "others": other_unanswered_topics(person, community, now),
        "most_shown": MOST_SHOWN,
        "held": held,
        "held_for": _in_words(held),
        "cases": cases,
        "cases_for": _in_words(cases),
        "reversals": reversals_in(community, now),
        "load": load,
        "most": max((each.number for each in load), default=0),
    }
    return render(request, "moderation/health.html", context)


def _in_words(stretch: Stretch) -> str:
    return duration_in_words(int(stretch.middle.total_seconds())) if stretch.middle is not None else ""
