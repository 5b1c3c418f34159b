"""The page of one live session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.core.markup import safe
from forum.gatherings.models import Coming, Gathering
from forum.gatherings.policies.gatherings import may_change, may_come, may_prepare, taking_part, ways_in
from forum.gatherings.selectors.coming import people_coming
from forum.gatherings.views.places import seen_gathering
from forum.gatherings.views.showing import rows_of, video_for


@require_safe
def gathering(request: HttpRequest, gathering_id: int, slug: str = "") -> HttpResponse:
    """When it is, what it is about, who leads it, who comes, and whether one comes oneself."""
    found = seen_gathering(request, gathering_id)
    if slug != found.slug:
        return redirect(found, permanent=False)
    return gathering_page(request, found)


def gathering_page(
    request: HttpRequest, found: Gathering, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The page, with what was refused on it."""
    actor, now = request.user, timezone.now()
    (row,) = rows_of(actor, [found], now)
    ways = ways_in(actor, taking_part(found))
    # Names are for those who belong; of who comes through a community that they do not know of, the number alone.
    coming = people_coming(found, through=row.communities if ways else [])
    context = {
        "row": row,
        "gathering": found,
        "community": row.communities[0],
        "html": safe(found.html),
        "hosts": found.hosts.all(),
        "materials": found.materials.all(),
        "minutes": int((found.ends_at - found.starts_at).total_seconds() // 60),
        "video": video_for(actor, found, row.answer, now),
        "may_come": may_come(actor, found, now=now),
        "ways": ways,
        "comes": row.answer is not None and row.answer.state == Coming.State.COMING,
        "waits": row.answer is not None and row.answer.state == Coming.State.WAITING,
        "coming": coming,
        "is_full": found.capacity is not None and coming.coming_number >= found.capacity,
        "can_prepare": bool(may_prepare(actor, found)),
        "can_change": bool(may_change(actor, found)),
        "problem": problem,
    }
    return render(request, "gatherings/gathering.html", context, status=status)
