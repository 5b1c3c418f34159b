"""What is carried into a community and out of it, for those who look after its boards."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.communities.models import Community
from forum.communities.policies.shaping import may_moderate_something
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.verdicts import require
from forum.crossposting.selectors.homes import changes_in
from forum.crossposting.selectors.placements import MOST_SHOWN, came_in, waiting_in, went_out
from forum.crossposting.views.flows import flows_told
from forum.crossposting.views.showing import Opening, Shown, opening_lines, shown_all
from forum.crossposting.views.showing_homes import shown_homes
from forum.people.actors import signed_in
from forum.people.models import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits for one's word, and how it begins."""

    shown: Shown
    opening: Opening | None


@require_safe
@login_required
def carried_in_community(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for one's word first; then what came in and went out, and how much of it."""
    person = signed_in(request.user)
    community = known_community(person, slug)
    require(may_moderate_something(person, community))
    came, went = came_in(person, community), went_out(person, community)
    asked = _asked(person, community)
    waiting = {each.shown.placement.pk for each in asked}
    context = about(request, community) | {
        "asked": asked,
        "came": shown_all(person, [row for row in came if row.pk not in waiting]),
        "went": shown_all(person, [row for row in went if row.pk not in waiting]),
        "homes": shown_homes(person, changes_in(person, community)),
        "figures": flows_told(person, community),
        "most": MOST_SHOWN if MOST_SHOWN in {len(came), len(went)} else 0,
    }
    return render(request, "crossposting/in_community.html", context)


def _asked(person: Person, community: Community) -> list[Asked]:
    told = shown_all(person, waiting_in(person, community))
    openings = opening_lines(each.placement.topic_id for each in told if each.title)
    return [Asked(each, openings.get(each.placement.topic_id)) for each in told]
