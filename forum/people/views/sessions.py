"""Where one sees in which browsers one is signed in, and signs the others out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from forum.people.actions.sessions import end_other_sessions, end_session
from forum.people.actors import signed_in
from forum.people.devices import browser_in_words
from forum.people.selectors.sessions import live_sessions, sessions_of


@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Every browser that is signed in."""
    found = sessions_of(
        signed_in(request.user),
        this_key=request.session.session_key,
        user_agent=request.headers.get("User-Agent", ""),
        address=request.META["REMOTE_ADDR"],
    )
    shown = [{"session": each, "browser": browser_in_words(each.user_agent)} for each in found]
    return render(request, "people/sessions.html", {"sessions": shown, "has_others": len(found) > 1})


@require_POST
@login_required
def end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one browser out; signing out this one leads home."""
    person = signed_in(request.user)
    session = get_object_or_404(live_sessions(person), pk=session_id)
    is_this_one = session.session_key == request.session.session_key
    end_session(actor=person, session=session)
    if is_this_one:
        request.session.flush()
        return redirect("home")
    messages.success(request, _("That browser is signed out."))
    return redirect("sessions")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign every other browser out."""
    count = end_other_sessions(actor=signed_in(request.user), but_for=request.session.session_key)
    said = ngettext("One other browser is signed out.", "%(count)d other browsers are signed out.", count)
    messages.success(request, said % {"count": count} if count else _("You were signed in nowhere else."))
    return redirect("sessions")
