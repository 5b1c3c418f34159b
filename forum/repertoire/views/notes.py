"""The repertoire of a community, and one practice note in it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.communities.policies.communities import may_read_community
from forum.communities.views.places import known_community
from forum.core.asked_above import AskedAbove
from forum.core.markup import safe
from forum.discussions.readers import readers_of_community
from forum.people.actors import Actor
from forum.repertoire.models import PracticeNote
from forum.repertoire.policies.notes import looks_after_note, may_publish_note, may_tend_note
from forum.repertoire.selectors.notes import NotePage, published_in, unpublished_in
from forum.repertoire.selectors.quotes import quotes_in
from forum.repertoire.views.places import read_note
from forum.repertoire.views.showing import quotes_shown, quotes_tended

# Asked above: whether somebody could report a practice note.
may_report_practice_note = AskedAbove[[Actor, PracticeNote], bool](lambda _actor, _note: False)


@require_safe
def repertoire(request: HttpRequest, slug: str) -> HttpResponse:
    """What the community knows; and, for those who look after them, drafts and what was withdrawn. Of each list the
    page after the cursor `after` or `unpublished`, alone.
    """
    community = known_community(request.user, slug)
    if not may_read_community(request.user, community):
        raise Http404
    after, later = request.GET.get("after", "")[:80], request.GET.get("unpublished", "")[:80]
    none = NotePage([], "")
    context = {
        "community": community,
        "published": none if later else published_in(request.user, community, after),
        "unpublished": none if after else unpublished_in(request.user, community, later),
        "is_published": bool(after),
        "is_unpublished": bool(later),
    }
    return render(request, "repertoire/repertoire.html", context)


@require_safe
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    """What it says, beside what people said; for those who look after it, what stands there and what does not."""
    found = read_note(request, note_id)
    quotes = quotes_in(found)
    in_care = looks_after_note(request.user, found)
    can_tend = in_care and bool(may_tend_note(request.user, found))
    publishes = may_publish_note(request.user, found)
    context = {
        "note": found,
        "community": found.community,
        "words": safe(found.html),
        "quotes": quotes_shown(request.user, quotes),
        "in_care": in_care,
        "tended": quotes_tended(quotes) if in_care else [],
        "can_tend": can_tend,
        "no_publishing": publishes.reason if can_tend and not publishes else "",
        "can_report": may_report_practice_note(request.user, found),
        "takes_out_here": in_care and not can_tend,
        "readers": readers_of_community(found.community.visibility),
    }
    return render(request, "repertoire/note.html", context)
