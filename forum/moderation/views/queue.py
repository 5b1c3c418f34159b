"""One list of everything that waits for somebody's decision: of all that they look after, or of one community."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from forum.communities.models import Community
from forum.communities.policies.shaping import may_moderate_something
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.verdicts import Invalid, Sentence, require
from forum.moderation.policies.claims import may_have_a_queue
from forum.moderation.selectors.queue import what_waits
from forum.moderation.selectors.replies import communities_with_replies, replies_for
from forum.moderation.views.queue_bulk import Answered, answer_ticked
from forum.moderation.views.queue_left import about_left
from forum.moderation.views.queue_rows import rows_of
from forum.moderation.views.waiting.table import kind_named
from forum.people.actors import signed_in
from forum.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """What waits by roles of one's own, wherever that is."""
    person = signed_in(request.user)
    require(may_have_a_queue(person))
    return _list(request, person, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def in_community(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits in one community."""
    person, community = signed_in(request.user), known_community(request.user, slug)
    require(may_moderate_something(person, community))
    return _list(request, person, community)


def _list(request: HttpRequest, person: Person, community: Community | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, person, community)
    try:
        answered = answer_ticked(request, person)
    except Invalid as refusal:
        return _page(request, person, community, problem=refusal.sentence, status=refusal.status)
    if answered.left:
        return _page(request, person, community, answered=answered, status=answered.status)
    messages.success(request, answered.in_words)
    return redirect(request.get_full_path())


def _page(
    request: HttpRequest,
    person: Person,
    community: Community | None,
    *,
    answered: Answered | None = None,
    problem: Sentence = "",
    status: int = 200,
) -> HttpResponse:
    kind = kind_named(request.GET.get("kind", ""))
    page = what_waits(person, community=community, kind=kind, after=request.GET.get("after", "")[:80])
    rows = rows_of(person, page.things)
    context: dict[str, Any] = about_left(person, community, kind) | {
        "rows": rows,
        "can_tick": any(row.can_be_ticked for row in rows),
        "later": page.later,
        "is_first_page": not request.GET.get("after"),
        "replies": replies_for(person, {key for row in rows for key in row.shown.communities}),
        "answered": answered,
        "ticked": [left.key for left in answered.left] if answered else request.POST.getlist("chosen"),
        "reason": request.POST.get("reason", ""),
        "problem": problem,
    }
    if community is None:
        context["keep_replies"] = communities_with_replies(person)
        return render(request, "moderation/queue.html", context, status=status)
    return render(
        request, "moderation/community_queue.html", about(request, community) | context, status=status
    )
