"""Shows what a post will look like before it is sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.core.limits import PREVIEWING, spend
from forum.core.markup import mentioned_handles, render_markdown, safe
from forum.discussions.actions.bodies import checked_body, rendered
from forum.discussions.models import Board, Topic
from forum.discussions.policies.mentions import readers_among
from forum.discussions.selectors.mentions import people_named
from forum.discussions.views.places import place_of, writer_of


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The fragment that `text` becomes in the `topic`, or on the `board`, where it is being written."""
    spend(PREVIEWING, writer_of(request).pk)
    place = place_of(request)
    if not request.POST.get("text", "").strip():
        return HttpResponse(format_html('<p class="quiet">{}</p>', _("Nothing to show yet.")))
    return HttpResponse(safe(shown_at(place, checked_body(request.POST["text"]))))


def shown_at(place: Topic | Board, text: str) -> str:
    """What words become where they are read, as HTML."""
    if isinstance(place, Topic):
        return rendered(text, place)[0]
    named = mentioned_handles(text)
    people = readers_among(people_named(named), place) if named else []
    return render_markdown(text, mentions=[person.handle for person in people])
