"""A room: what was said in it, saying something, having read it; and the list of one's rooms."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from forum.chat.actions.reading import read_room
from forum.chat.actions.sending import send_message
from forum.chat.policies.rooms import may_write_in
from forum.chat.selectors.messages import message_in
from forum.chat.selectors.own_rooms import own_rooms
from forum.chat.views.lists import room_row
from forum.chat.views.places import readable_room
from forum.chat.views.room_pages import Saying, address_of_session, begun_saying, room_page, since_day
from forum.core.numbers import uuid_in, whole_number
from forum.core.refusals import wants_json
from forum.core.verdicts import Invalid, Refused, require
from forum.discussions.views.files import text_with_files
from forum.discussions.views.sent_words import asked_in, cleared_in
from forum.people.actors import signed_in


@require_safe
@login_required
def rooms(request: HttpRequest) -> HttpResponse:
    """The rooms of one's communities, and those of two."""
    rows = [room_row(own) for own in own_rooms(signed_in(request.user))]
    context = {
        "rooms": [row for row in rows if row["community"] is not None],
        "of_two": [row for row in rows if row["community"] is None],
    }
    return render(request, "chat/rooms.html", context)


@require_safe
@login_required
def room(request: HttpRequest, room_id: int) -> HttpResponse:
    """The latest of it, or the stretch that the address asks for: before, from or around a number, or since a day."""
    shown = readable_room(request.user, room_id)
    if shown.is_of_session:
        query = request.GET.urlencode()
        return redirect(address_of_session(shown) + (f"?{query}" if query else ""))
    since = since_day(request, signed_in(request.user), shown)
    if since.url:
        return redirect(since.url)
    saying = begun_saying(request, shown)
    return room_page(request, shown, saying, note=since.note)


@require_POST
def send(request: HttpRequest, room_id: int) -> HttpResponse:
    """Say something; what cannot be sent stays where it was typed, with the reason. Scripts get `{"seq": number}`."""
    person = signed_in(request.user)  # refused rather than sent to sign in: that page would lose the words
    shown = readable_room(person, room_id)
    reply_to = whole_number(request.POST.get("reply_to", ""), digits=18) or 0
    client_id = uuid_in(request.POST.get("client_id", "")) or uuid4()
    saying = Saying(text=request.POST.get("text", ""), client_id=str(client_id))
    seen = whole_number(request.POST.get("seen", ""), digits=18) or 0
    try:
        if request.FILES:
            require(may_write_in(person, shown))
            saying.text, refusal_of_file = text_with_files(request, saying.text)
            if refusal_of_file:
                raise Invalid(refusal_of_file, field="files")
        if seen:  # what stood on the page from which it is sent
            read_room(reader=person, room=shown, seq=seen)
        sent = send_message(
            author=person,
            room=shown,
            client_id=client_id,
            body=saying.text,
            reply_to=reply_to,
            cleared=cleared_in(request),
        )
    except Refused as refusal:
        if wants_json(request):
            raise
        saying.answer(message_in(shown, reply_to))
        saying.error, saying.asked = str(refusal.sentence), asked_in(refusal)
        return room_page(request, shown, saying, status=refusal.status)
    if wants_json(request):
        return JsonResponse({"seq": sent.seq}, status=201)
    return redirect(f"{shown.get_absolute_url()}#message-{sent.pk}")


@require_POST
@login_required
def read(request: HttpRequest, room_id: int) -> HttpResponse:
    """Remember that everything up to `seq` was seen. 204 for scripts; back to the room where a button was pressed."""
    shown = readable_room(request.user, room_id)
    seq = whole_number(request.POST.get("seq", ""), digits=18) or 0
    read_room(reader=signed_in(request.user), room=shown, seq=seq)
    return redirect(shown) if request.POST.get("back") else HttpResponse(status=204)
