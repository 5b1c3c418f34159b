"""Completes @names while someone types."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from forum.core.limits import COMPLETING, spend
from forum.discussions.models import Board
from forum.discussions.policies.mentions import readers_among
from forum.discussions.policies.topics import live_boards
from forum.discussions.selectors.mentions import people_to_name
from forum.discussions.views.places import place_of, writer_of

MOST_SHOWN = 8
MAX_LENGTH = 60


@require_safe
def mentions(request: HttpRequest) -> JsonResponse:
    """People called `q` who can read the `topic` or `board`: [{"handle", "name", "affiliation"}]."""
    writer = writer_of(request)
    spend(COMPLETING, writer.pk)
    place = place_of(request)
    text = request.GET.get("q", "").strip()
    if not text or len(text) > MAX_LENGTH:
        return JsonResponse([], safe=False)
    if isinstance(place, Board):
        found = people_to_name(text, [place])
    else:
        found = people_to_name(text, live_boards(place), place)
    readers = readers_among([person for person in found if person.pk != writer.pk], place)
    shown = [
        {"handle": person.handle, "name": person.display_name, "affiliation": person.affiliation}
        for person in readers[:MOST_SHOWN]
    ]
    return JsonResponse(shown, safe=False)
