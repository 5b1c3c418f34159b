"""One list of everything that waits for somebody's decision: of all that they look after, or of one community."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forum.communities.models import Community
from forum.communities.policies.shaping import may_moderate_something
from forum.communities.views.looked_after import about
from forum.communities.views.places import known_community
from forum.core.claims import Kind
from forum.core.numbers import whole_number
from forum.core.verdicts import Invalid, Refused, Sentence, TooMany, require
from forum.moderation.policies.claims import may_have_a_queue
from forum.moderation.selectors.queue import how_many_wait, waiting_thing, what_waits
from forum.moderation.selectors.replies import replies_for
from forum.moderation.views.answers import NO_TO, YES_TO, Given, answer
from forum.moderation.views.queue_rows import LABELS, TITLES, rows_of
from forum.people.actors import signed_in
from forum.people.models import Person

MOST_IN_BULK = 50


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
        done, refusals = _answered(request, person)
    except (Invalid, TooMany) as refusal:
        return _page(request, person, community, problem=refusal.sentence, status=refusal.status)
    if done:
        messages.success(request, ngettext("%d answered.", "%d answered.", done) % done)
    for sentence in refusals:
        messages.warning(request, sentence)
    return redirect(request.get_full_path())


def _answered(request: HttpRequest, person: Person) -> tuple[int, list[str]]:
    """Give one answer to all that were ticked: how many took it, and why others did not."""
    answers = {"yes": YES_TO, "no": NO_TO}.get(request.POST.get("answer", ""))
    chosen = _chosen(request)
    if answers is None or not chosen:
        raise Invalid(_("Tick at least one of them, and press one of the two buttons."))
    done, refusals = 0, []
    for kind, key in chosen:
        thing = waiting_thing(person, kind, key)
        if thing is None:
            refusals.append(_("Something does not wait for you any more; nothing was done to it."))
            continue
        given = Given(request.POST.get("reason", ""), _seen(request, f"seen-{thing.key}"))
        try:
            if not answers[kind].in_bulk:
                raise Refused(_("This is decided on one at a time."))
            answer(person, thing, answers[kind], given)
        except (Invalid, TooMany):
            raise
        except Refused as refusal:
            refusals.append(f"{LABELS[kind]}: {refusal.sentence}")
        else:
            done += 1
    return done, list(dict.fromkeys(refusals))


def _chosen(request: HttpRequest) -> list[tuple[Kind, int]]:
    found = []
    for name in request.POST.getlist("chosen")[:MOST_IN_BULK]:
        kind, _sign, key_text = name.partition("-")
        key = whole_number(key_text, digits=18)
        if kind in list(YES_TO) and key is not None:
            found.append((Kind(kind), key))
    return list(dict.fromkeys(found))


def _seen(request: HttpRequest, name: str) -> int:
    return whole_number(request.POST.get(name, "")) or 0


def _page(
    request: HttpRequest,
    person: Person,
    community: Community | None,
    *,
    problem: Sentence = "",
    status: int = 200,
) -> HttpResponse:
    asked = request.GET.get("kind", "")
    kind = Kind(asked) if asked in list(YES_TO) else None
    page = what_waits(person, community=community, kind=kind, after=request.GET.get("after", "")[:80])
    rows = rows_of(person, page.things)
    numbers = how_many_wait(person, community)
    path = reverse("community-queue", args=[community.slug]) if community else reverse("queue")
    context: dict[str, Any] = {
        "rows": rows,
        "later": page.later,
        "is_first_page": not request.GET.get("after"),
        "kinds": [(each.value, TITLES[each], number) for each, number in numbers.items() if number],
        "kind": kind.value if kind else "",
        "number": sum(numbers.values()),
        "path": path,
        "replies": replies_for(person, {key for row in rows for key in row.shown.communities}),
        "ticked": request.POST.getlist("chosen"),
        "reason": request.POST.get("reason", ""),
        "problem": problem,
    }
    if community is None:
        return render(request, "moderation/queue.html", context, status=status)
    return render(
        request, "moderation/community_queue.html", about(request, community) | context, status=status
    )
