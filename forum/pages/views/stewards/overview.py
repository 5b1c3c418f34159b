"""How the network does: who waits, who is there, what grows, and whether the machine is well."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forum.communities.models import Community
from forum.communities.selectors.figures import (
    archived_communities,
    communities_by_visibility,
    communities_to_choose,
    foundings_waiting,
    longest_waiting,
    members_by_week,
)
from forum.communities.selectors.reading import community_at
from forum.core.kept import kept
from forum.discussions.selectors.figures import (
    people_active_since,
    posts_by_week,
    posts_in_all,
    quiet_communities,
    topics_by_week,
    topics_in_all,
    uploads_in_all,
)
from forum.discussions.selectors.holding import held_everywhere
from forum.moderation.selectors.cases import open_cases_of_stewards
from forum.pages.growth import Chart, as_table, chart, start_of, weeks_until
from forum.people.selectors.figures import applications_waiting, joined_by_week, people_figures
from forum.people.views.stewards import steward_or_404
from forum.personal_data.selectors.figures import exports_kept
from forum.upkeep.selectors.jobs import queue_now
from forum.upkeep.selectors.machine import health, storage, versions, worker_health

KEPT_SECONDS = 60
KEPT_OVER_SECONDS = 3600
RECENT = timedelta(days=30)


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything at a glance; what waits is read each time, what is counted over whole tables once a minute."""
    steward, now = steward_or_404(request), timezone.now()
    community = community_at(steward, request.GET.get("community", "")[:50])
    jobs = queue_now(now)
    charts = _growth(now, community)
    context = {
        "applications": applications_waiting(),
        "foundings": foundings_waiting(),
        "reported": open_cases_of_stewards(steward),
        "requests": longest_waiting(),
        "held": held_everywhere(),
        "jobs": jobs,
        "worker": worker_health(jobs.worker_seen_at, now),
        "communities": communities_to_choose(),
        "chosen": community,
        "charts": charts,
        "table": as_table(charts),
        **kept(f"stewards:{get_language()}", KEPT_SECONDS, lambda: _figures(now)),
    }
    return render(request, "stewards/overview.html", context)


def _figures(now: datetime) -> dict[str, Any]:
    """What takes long to count, or to look at."""
    return {
        "people": people_figures(),
        "active": people_active_since(now - RECENT),
        "visible": _visible(),
        "archived": archived_communities(),
        "quiet": quiet_communities(now - RECENT),
        "topics": topics_in_all(),
        "posts": posts_in_all(),
        "storage": storage(),
        "uploads": uploads_in_all(),
        "exports": exports_kept(),
        "parts": health(),
        "versions": versions(),
        "counted_at": now,
    }


def _visible() -> list[tuple[str, int]]:
    """How many communities there are of each visibility, the most open first."""
    found = communities_by_visibility()
    names = {
        Community.Visibility.OPEN: _("Open to the web"),
        Community.Visibility.NETWORK: _("For the network"),
        Community.Visibility.PRIVATE: _("Private"),
        Community.Visibility.HIDDEN: _("Hidden"),
    }
    return [(name, found.get(visibility, 0)) for visibility, name in names.items()]


def _growth(now: datetime, community: Community | None) -> list[Chart]:
    """What happened by week: this week as of a minute ago, and those that are over as of an hour ago."""
    weeks = weeks_until(now)
    about = f"{community.pk if community else 0}:{weeks[-1]}"
    over = kept(f"growth:{about}", KEPT_OVER_SECONDS, lambda: _by_week(weeks[0], community))
    latest = kept(f"growth-now:{about}", KEPT_SECONDS, lambda: _by_week(weeks[-1], community))
    names = (("people", _("People joined")), ("topics", _("Topics")), ("posts", _("Posts")))
    return [
        chart(key, label, weeks, before | {weeks[-1]: this.get(weeks[-1], 0)})
        for (key, label), before, this in zip(names, over, latest, strict=True)
    ]


def _by_week(first: date, community: Community | None) -> list[dict[date, int]]:
    """People, topics and posts, from this week on."""
    since = start_of(first)
    joined = members_by_week(community, since) if community else joined_by_week(since)
    return [joined, topics_by_week(since, community), posts_by_week(since, community)]
