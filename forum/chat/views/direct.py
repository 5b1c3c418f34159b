"""Talking alone with somebody, and not wanting to: buttons on their page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.chat.actions.direct import block_person, open_direct_room, unblock_person
from forum.people.actors import signed_in
from forum.people.models import Person
from forum.people.selectors.people import person_at


def _person_at(request: HttpRequest, handle: str) -> Person:
    found = person_at(request.user, handle)
    if found is None:
        raise Http404
    return found


@require_POST
@login_required
def talk(request: HttpRequest, handle: str) -> HttpResponse:
    """Open the room of two, or go to the one there is."""
    return redirect(open_direct_room(person=signed_in(request.user), other=_person_at(request, handle)))


@require_POST
@login_required
def block(request: HttpRequest, handle: str) -> HttpResponse:
    """Neither send them anything alone nor get anything."""
    blocked = _person_at(request, handle)
    block_person(person=signed_in(request.user), blocked=blocked)
    said = _("%s can no longer write to you alone, nor you to them. They are not told why.")
    messages.success(request, said % blocked.display_name)
    return redirect(blocked)


@require_POST
@login_required
def unblock(request: HttpRequest, handle: str) -> HttpResponse:
    """Take that back."""
    blocked = _person_at(request, handle)
    unblock_person(person=signed_in(request.user), blocked=blocked)
    messages.success(request, _("%s can write to you again.") % blocked.display_name)
    return redirect(blocked)
