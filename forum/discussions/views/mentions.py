"""Completes @names while someone types."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from forum.discussions.models import Board
from forum.discussions.policies.mentions import readers_among
from forum.discussions.policies.topics import live_boards
from forum.discussions.selectors.mentions import people_to_name
from forum.discussions.views.places import place_of, writer_of
from forum.people.views.completing import begun_name, told_names


@require_safe
def mentions(request: HttpRequest) -> JsonResponse:
    """People called `q` who can read the `topic` or `board`: [{"handle", "name", "affiliation"}]."""
    writer = writer_of(request)
    begun = begun_name(request, writer)
    place = place_of(request)
    if not begun:
        found = []
    elif isinstance(place, Board):
        found = people_to_name(begun, [place])
    else:
        found = people_to_name(begun, live_boards(place), place)
    return told_names(readers_among(found, place), besides=writer)
