"""What scripts ask of a room where no socket comes through, and looking for words in it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.chat.policies.rooms import may_read_room
from forum.chat.selectors.log import replay
from forum.chat.selectors.messages import PAGE_LENGTH, found_in
from forum.chat.selectors.people import people_to_name_in
from forum.chat.selectors.sessions import community_named
from forum.chat.views.places import readable_room, titled
from forum.chat.views.showing import shown_to
from forum.communities.selectors.standing import gather_memberships
from forum.core.numbers import whole_number
from forum.people.actors import signed_in
from forum.people.views.completing import begun_name, told_names

LONGEST_SEARCH = 200  # characters


@require_safe
def events(request: HttpRequest, room_id: int) -> HttpResponse:
    """What happened after the number `after`: {"events": [...], "head": number, "has_more": bool}.

    Answers at once: waiting for news would hold a thread that pages need. Ask again every few seconds.
    """
    shown = readable_room(signed_in(request.user), room_id)
    after = whole_number(request.GET.get("after", ""), digits=18) or 0
    found = replay(shown.pk, after=after)
    end = b'],"head":%d,"has_more":%s}' % (found.head, b"true" if found.has_more else b"false")
    body = b'{"events":[' + b",".join(found.payloads) + end
    response = HttpResponse(body, content_type="application/json")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def people(request: HttpRequest, room_id: int) -> JsonResponse:
    """People called `q` who can read the room, but for who asks: [{"handle", "name", "affiliation"}]."""
    person = signed_in(request.user)
    begun = begun_name(request, person)
    shown = readable_room(person, room_id)
    found = people_to_name_in(person, shown, begun) if begun else []
    gather_memberships(found)
    return told_names((each for each in found if may_read_room(each, shown)), besides=person)


@require_safe
@login_required
def search(request: HttpRequest, room_id: int) -> HttpResponse:
    """Messages of the room that hold all the words, the latest first."""
    shown = readable_room(request.user, room_id)
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    found = found_in(shown, words)
    named = titled(request, shown)
    context = {
        "room": shown,
        "title": named.title,
        "community": community_named(request.user, shown),
        "q": words,
        "rows": shown_to(request, found),
        "is_cut": len(found) == PAGE_LENGTH,
        "most": PAGE_LENGTH,
    }
    return render(request, "chat/search.html", context)
