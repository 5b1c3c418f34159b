"""One message: as its reader sees it, what can be done with it, other words for it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from forum.chat.actions.messages import edit_message
from forum.chat.models import Message
from forum.chat.policies.messages import (
    may_edit_message,
    may_highlight_message,
    may_pin_message,
    may_read_wordings,
    may_remove_message,
    may_take_message,
)
from forum.chat.selectors.acts import own_reactions_to, revisions_of_message
from forum.chat.selectors.messages import message_before
from forum.chat.selectors.sessions import communities_of_room, community_named, moments_in_session
from forum.chat.views.places import address_of, readable_message, standing_message, titled
from forum.chat.views.showing import powers_in_room, shown_to
from forum.communities.views.muting import addresses_to_mute
from forum.core.asked_above import AskedAbove
from forum.core.editions import ChangedMeanwhile
from forum.core.markup import safe
from forum.core.numbers import whole_number
from forum.core.pieces import asks_for_part
from forum.core.verdicts import Invalid, Refused, require
from forum.discussions.models import Reaction
from forum.discussions.views.files import text_with_files
from forum.discussions.views.sent_words import asked_in, cleared_in
from forum.people.actors import Actor, signed_in
from forum.people.models import Person

# Asked above: where somebody deletes a message everywhere; "" for whom that is not.
address_to_purge_message = AskedAbove[[Actor, Message], str](lambda _actor, _message: "")
# Asked above: whether somebody could report a message.
may_report_message = AskedAbove[[Actor, Message], bool](lambda _actor, _message: False)


@require_safe
@login_required
def message(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """The message alone, as HTML for a script to lay in place: as this reader sees it in its room."""
    return one_message(request, readable_message(request.user, room_id, message_id))


def one_message(request: HttpRequest, shown: Message) -> HttpResponse:
    """A message without the page around it."""
    moments = moments_in_session(shown.room, [shown]) if shown.room.is_of_session else {}
    (row,) = shown_to(request, [shown], above=message_before(shown), moments=moments)
    context = {"row": row, "powers": powers_in_room(signed_in(request.user), shown.room)}
    return render(request, "chat/message.html", context)


@require_safe
@login_required
def acts(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """Everything that would not be refused to the reader: a sheet for scripts, a page where there are none."""
    person = signed_in(request.user)
    shown = standing_message(person, room_id, message_id)
    powers = powers_in_room(person, shown.room)
    own = own_reactions_to(person, [shown.pk]).get(shown.pk, set())
    context = about_message(request, shown) | {
        "powers": powers,
        "purge_url": address_to_purge_message(person, shown),
        "mute_url": _address_to_mute(person, shown),
        "reactions": [
            {"key": kind, "label": str(label), "is_own": kind in own} for kind, label in Reaction.Kind.choices
        ],
        "can": {
            "edit": may_edit_message(person, shown),
            "remove": may_remove_message(person, shown),
            "report": may_report_message(person, shown),
            "pin": may_pin_message(person, shown),
            "highlight": may_highlight_message(person, shown),
            "take": may_take_message(person, shown),
            "wordings": shown.edited_at is not None and may_read_wordings(person, shown),
        },
    }
    template = "chat/message_acts.html" if asks_for_part(request) else "chat/acts.html"
    return render(request, template, context)


def _address_to_mute(person: Person, shown: Message) -> str:
    communities = [each for each in communities_of_room(shown.room) if each is not None]
    found = addresses_to_mute(person, communities, [shown.author], back=address_of(shown))
    return found.get(shown.author_id, "")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """Other words for one's own message; whoever was overtaken sees what it says now and keeps what they typed."""
    if request.method != "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    person = signed_in(request.user)
    shown = readable_message(person, room_id, message_id)
    if request.method != "POST":
        require(may_edit_message(person, shown))
        return _edit_page(request, shown, shown.source)
    text = request.POST.get("text", "")
    revision = whole_number(request.POST.get("revision", "")) or 0
    try:
        if request.FILES:
            require(may_edit_message(person, shown))
            text, refusal_of_file = text_with_files(request, text)
            if refusal_of_file:
                raise Invalid(refusal_of_file, field="files")
        edited = edit_message(
            editor=person, message=shown, body=text, revision=revision, cleared=cleared_in(request)
        )
    except ChangedMeanwhile as refusal:
        present = readable_message(person, room_id, message_id)
        return _edit_page(request, present, text, refusal=refusal, theirs=present.source)
    except Refused as refusal:
        if asks_for_part(request) or not may_edit_message(person, shown):
            raise
        return _edit_page(request, shown, text, refusal=refusal)
    return redirect(address_of(edited))


def _edit_page(
    request: HttpRequest, shown: Message, text: str, *, refusal: Refused | None = None, theirs: str = ""
) -> HttpResponse:
    context = about_message(request, shown) | {
        "text": text,
        "error": refusal.sentence if refusal else "",
        "asked": asked_in(refusal) if refusal else None,
        "theirs": theirs,
    }
    return render(request, "chat/edit.html", context, status=refusal.status if refusal else 200)


@require_safe
@login_required
def wordings(request: HttpRequest, room_id: int, message_id: int) -> HttpResponse:
    """What a message said before each edit, for its author."""
    shown = standing_message(request.user, room_id, message_id)
    require(may_read_wordings(request.user, shown))
    rows = [
        {"number": row.number, "written_at": row.written_at, "html": safe(row.html)}
        for row in revisions_of_message(shown)
    ]
    return render(request, "chat/wordings.html", about_message(request, shown) | {"wordings": rows})


def about_message(request: HttpRequest, shown: Message) -> dict[str, Any]:
    """What the pages below a room say of where they hang."""
    named = titled(request, shown.room)
    return {
        "message": shown,
        "room": shown.room,
        "title": named.title,
        "community": community_named(request.user, shown.room),
        "html": safe(shown.html),
        "url": address_of(shown),
    }
