"""What waits for a person, as it stands now: for pages that were opened before it changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forum.core.conditional import entity_tag, tagged, unchanged
from forum.pages.frame import Rail
from forum.people.actors import is_person


@require_safe
def counts(request: HttpRequest) -> HttpResponseBase:
    """The rail with its counts. Visitors have none."""
    if not is_person(request.user):
        raise Http404
    rail = Rail(request.user)
    rail.read_anew()
    etag = entity_tag(rail, get_language())
    return unchanged(request, etag) or tagged(HttpResponse(rail.html()), etag)
