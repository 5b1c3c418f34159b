"""The small acts on messages: a button each, which leads back to the message, or gives scripts the message anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from forum.chat.actions.highlighting import highlight_message, highlight_no_more
from forum.chat.actions.messages import pin_message, unpin_message
from forum.chat.actions.reactions import react_to_message, take_reaction_back
from forum.chat.models import Message
from forum.chat.views.messages import one_message
from forum.chat.views.places import address_of, readable_message
from forum.core.pieces import asks_for_part
from forum.people.actors import signed_in
from forum.people.models import Person


def _on_message(act: Callable[..., Message]) -> Callable[..., HttpResponse]:
    """A view that lets the signed-in person do `act` with a message, which gives it back as it is afterwards."""

    @wraps(act)
    def view(request: HttpRequest, room_id: int, message_id: int, **details: str) -> HttpResponse:
        person = signed_in(request.user)
        done = act(person, readable_message(person, room_id, message_id), **details)
        return one_message(request, done) if asks_for_part(request) else redirect(address_of(done))

    return require_POST(login_required(view))


@_on_message
def react(person: Person, message: Message, kind: str) -> Message:
    """Put a reaction on a message."""
    return react_to_message(person=person, message=message, kind=kind)


@_on_message
def take_back_reaction(person: Person, message: Message, kind: str) -> Message:
    """Take a reaction off again."""
    return take_reaction_back(person=person, message=message, kind=kind)


@_on_message
def pin(person: Person, message: Message) -> Message:
    """Keep a message in view."""
    return pin_message(moderator=person, message=message)


@_on_message
def unpin(person: Person, message: Message) -> Message:
    """Keep it in view no longer."""
    return unpin_message(moderator=person, message=message)


@_on_message
def highlight(person: Person, message: Message) -> Message:
    """Say that it is worth keeping."""
    return highlight_message(host=person, message=message)


@_on_message
def unhighlight(person: Person, message: Message) -> Message:
    """Take that back."""
    return highlight_no_more(host=person, message=message)
