"""Where facilitators open rooms, say what they are for, and close them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.chat.actions.rooms import close_room, describe_room, open_room, reopen_room
from forum.chat.forms.rooms import RoomForm
from forum.chat.models import Room
from forum.chat.policies.rooms import may_close_room, may_open_room
from forum.chat.selectors.rooms import DESCRIPTION, edition_of_room, room_to_manage, rooms_of
from forum.communities.models import Community
from forum.communities.views.looked_after import about
from forum.communities.views.places import shaped_community
from forum.core.editions import ChangedMeanwhile
from forum.core.forms import conflict_of, note_problems, note_refusal
from forum.core.verdicts import Refused, require
from forum.people.actors import signed_in


def _managed_room(request: HttpRequest, slug: str, room_id: int) -> tuple[Community, Room]:
    community = shaped_community(request.user, slug)
    found = room_to_manage(community, room_id)
    if found is None:
        raise Http404
    return community, found


@require_safe
@login_required
def rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """The rooms of a community, closed ones too."""
    community = shaped_community(request.user, slug)
    rows: list[dict[str, Any]] = [{"room": row, "title": row.title} for row in rooms_of(community)]
    context = about(request, community) | {
        "rooms": [row for row in rows if row["room"].archived_at is None],
        "closed": [row for row in rows if row["room"].archived_at is not None],
        "open_verdict": may_open_room(request.user, community),
    }
    return render(request, "chat/rooms_manage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open one more room."""
    person = signed_in(request.user)
    community = shaped_community(person, slug)
    require(may_open_room(person, community))
    form = RoomForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                opened = open_room(opener=person, community=community, **form.description)
            except ValidationError as problem:
                note_problems(form, problem)
            except Refused as refusal:
                note_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("%s is open.") % opened.name)
                return redirect(opened)
    return render(request, "chat/room_new.html", about(request, community) | {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def room(request: HttpRequest, slug: str, room_id: int) -> HttpResponse:
    """Change what a room says of itself, who writes there and how fast."""
    community, shown = _managed_room(request, slug, room_id)
    if request.method != "POST":
        return _page(request, community, shown, _begun(shown))
    form = RoomForm(request.POST, room=shown)
    if not form.is_valid():
        return _page(request, community, shown, form, status=422)
    try:
        seen = form.cleaned_data["seen"]
        describe_room(facilitator=signed_in(request.user), room=shown, seen=seen, **form.description)
    except ChangedMeanwhile as refusal:
        return _overtaken(request, slug, room_id, refusal)
    except ValidationError as problem:
        note_problems(form, problem)
        return _page(request, community, shown, form, status=422)
    except Refused as refusal:
        note_refusal(form, refusal)
        return _page(request, community, shown, form, status=refusal.status)
    messages.success(request, _("The room is changed."))
    return redirect("rooms-manage", slug)


def _overtaken(request: HttpRequest, slug: str, room_id: int, refusal: Refused) -> HttpResponse:
    """The words that were typed, beside what the room says by now; saving once more means it."""
    community, present = _managed_room(request, slug, room_id)
    typed = request.POST.copy()
    typed["seen"] = edition_of_room(present)
    again = RoomForm(typed, room=present)
    conflict = conflict_of(refusal, typed=again, stored=_begun(present))
    return _page(request, community, present, again, status=refusal.status, conflict=conflict)


def _begun(shown: Room) -> RoomForm:
    initial = {name: getattr(shown, name) for name in DESCRIPTION} | {"seen": edition_of_room(shown)}
    return RoomForm(initial=initial, room=shown)


def _page(
    request: HttpRequest, community: Community, shown: Room, form: RoomForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = about(request, community) | {
        "room": shown,
        "title": shown.title,
        "form": form,
        "can_close": bool(may_close_room(request.user, shown)),
    }
    return render(request, "chat/room_manage.html", context | more, status=status)


@require_POST
@login_required
def close(request: HttpRequest, slug: str, room_id: int) -> HttpResponse:
    """Let it be read and not added to."""
    _community, shown = _managed_room(request, slug, room_id)
    close_room(facilitator=signed_in(request.user), room=shown)
    messages.success(request, _("%s is closed. What was said there can still be read.") % shown.title)
    return redirect("rooms-manage", slug)


@require_POST
@login_required
def reopen(request: HttpRequest, slug: str, room_id: int) -> HttpResponse:
    """Let it be written in again."""
    _community, shown = _managed_room(request, slug, room_id)
    reopen_room(facilitator=signed_in(request.user), room=shown)
    messages.success(request, _("%s is open again.") % shown.title)
    return redirect("rooms-manage", slug)
