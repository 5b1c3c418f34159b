"""What forms say of who types in them, and where they lead once the session has ended."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from forum.discussions.actions.kept_words import keep_words, signed_writer
from forum.people.actors import signed_in


def writer(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `writer`, by which a form that comes when its session has ended says who typed in it."""
    return {"writer": SimpleLazyObject(lambda: signed_writer(signed_in(request.user)))}


def keep_words_and_sign_in(
    request: HttpRequest, place: str, *, text: str, title: str = "", revision: int = 0, back: str
) -> HttpResponse:
    """Hold the words and send the visitor to sign in, which says so; the composer at `back` takes them."""
    keep_words(
        session=request.session,
        address=request.META.get("REMOTE_ADDR", ""),
        writer=request.POST.get("writer", ""),
        place=place,
        text=text,
        title=title,
        revision=revision,
    )
    return redirect_to_login(back)
