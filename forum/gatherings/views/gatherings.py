"""The page of one live session."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.chat.models import Room
from forum.chat.policies.rooms import may_read_room
from forum.chat.views.room_pages import Saying, begun_saying, talk_in
from forum.core.asked_above import AskedAbove
from forum.core.markup import safe
from forum.gatherings.models import Coming, Gathering
from forum.gatherings.policies.gatherings import (
    may_change,
    may_come,
    may_let_go,
    may_prepare,
    may_take_material_away,
    taking_part,
    ways_in,
)
from forum.gatherings.selectors.coming import people_coming
from forum.gatherings.selectors.talk import session_of
from forum.gatherings.views.asked import questions_asked, questions_shown
from forum.gatherings.views.muting import mutes_anybody, mutes_shown
from forum.gatherings.views.places import seen_gathering
from forum.gatherings.views.polled import polls_shown
from forum.gatherings.views.raised import hands_shown
from forum.gatherings.views.showing import rows_of, series_shown, video_for
from forum.gatherings.views.stage import stage_shown
from forum.people.actors import Actor

# Asked above: what stands on the page of a session that is over; "" for nothing.
remains_on_page = AskedAbove[[HttpRequest, Gathering], str](lambda _request, _gathering: "")


def address_of_talk(room: Room) -> str:
    """Where what is said in the room of a session is seen: on the page of the session."""
    session = session_of(room)
    return session.get_absolute_url() if session is not None else ""


def page_of_talk(request: HttpRequest, room: Room, saying: Saying, status: int) -> HttpResponse:
    """The page of the session with what is being typed in its room."""
    session = session_of(room)
    assert session is not None
    return gathering_page(request, seen_gathering(request, session.pk), saying=saying, status=status)


@require_safe
def gathering(request: HttpRequest, gathering_id: int, slug: str = "") -> HttpResponse:
    """When it is, what it is about, who leads it, who comes, and whether one comes oneself."""
    found = seen_gathering(request, gathering_id)
    if slug != found.slug:
        return redirect(found, permanent=False)
    return gathering_page(request, found)


def gathering_page(
    request: HttpRequest,
    found: Gathering,
    *,
    problem: str = "",
    status: int = 200,
    saying: Saying | None = None,
    **typed: object,
) -> HttpResponse:
    """The page, with what was refused on it, or is being typed in its room or elsewhere on it (`typed`)."""
    now, room = timezone.now(), found.room
    context = _announced(request.user, found, now) | {"problem": problem}
    context["remains"] = remains_on_page(request, found)
    if room is None or not may_read_room(request.user, room):
        context["mutes"] = mutes_shown(request, found, context["coming"])
        return render(request, "gatherings/gathering.html", context, status=status)
    talk = talk_in(request, room, saying or begun_saying(request, room))
    asked = questions_asked(request, found)
    shown = stage_shown(request, found, now) | questions_shown(request, found, asked, now)
    shown |= polls_shown(request, found, now) | hands_shown(request, found, asked.questions)
    hands = [*shown["hands"], *([shown["called"]] if shown["called"] else [])]
    shown["mutes"] = mutes_shown(request, found, context["coming"], hands)
    shown["may_mute"] = mutes_anybody(request.user, found)
    shown |= {"is_live_page": talk["is_live"], "new_id": uuid4()}
    return render(request, "gatherings/session.html", talk | context | shown | typed, status=status)


def _announced(actor: Actor, found: Gathering, now: datetime) -> dict[str, Any]:
    """What was announced of it, and who comes: the context of gatherings/gathering.html."""
    (row,) = rows_of(actor, [found], now)
    ways = ways_in(actor, taking_part(found))
    # Names are for those who belong; of who comes through a community that they do not know of, the number alone.
    coming = people_coming(found, through=row.communities if ways else [])
    return {
        "row": row,
        "gathering": found,
        "community": row.communities[0],
        "html": safe(found.html),
        "hosts": found.hosts.all(),
        "materials": found.materials.all(),
        "minutes": int((found.ends_at - found.starts_at).total_seconds() // 60),
        "video": video_for(actor, found, row.answer, now),
        "may_come": may_come(actor, found, now=now),
        "may_let_go": bool(may_let_go(found, now=now)),
        "ways": ways,
        "comes": row.answer is not None and row.answer.state == Coming.State.COMING,
        "waits": row.answer is not None and row.answer.state == Coming.State.WAITING,
        "coming": coming,
        "is_past": not found.is_to_come,
        "is_full": found.capacity is not None and coming.coming_number >= found.capacity,
        "can_prepare": bool(may_prepare(actor, found)),
        "can_take_material_away": bool(may_take_material_away(actor, found)),
        "can_change": bool(may_change(actor, found)),
        **series_shown(actor, found),
    }
