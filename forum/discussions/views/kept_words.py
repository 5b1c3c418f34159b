"""Keeps what someone typed while their session ended, until they have signed in again."""

from __future__ import annotations

from time import time
from typing import Any, NamedTuple

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from forum.core.limits import DRAFTING, spend
from forum.discussions.actions.drafts import MAX_DRAFT_LENGTH
from forum.discussions.models.topics import MAX_TITLE_LENGTH

SESSION_KEY = "kept_words"
KEPT_SECONDS = 3600  # whoever sits down at a shared computer later must not find another person's words
MOST_PLACES = 3


class KeptWords(NamedTuple):
    """What was typed at a place."""

    text: str
    title: str
    revision: int


def keep_words(request: HttpRequest, place: str, text: str, title: str = "", revision: int = 0) -> None:
    """Hold words typed at `place` ("topic:7", "board:3") in the visitor's session, which signing in keeps.

    An hour later they are forgotten. Nothing typed, nothing held. Raises TooMany for an address that does it a lot.
    """
    if not text.strip() and not title.strip():
        return
    spend(DRAFTING, f"address:{request.META.get('REMOTE_ADDR', '')}")
    others = {key: value for key, value in _held(request).items() if key != place}
    newest = dict(list(others.items())[-(MOST_PLACES - 1) :])
    newest[place] = [
        int(time()),
        _storable(text)[:MAX_DRAFT_LENGTH],
        _storable(title)[:MAX_TITLE_LENGTH],
        revision,
    ]
    request.session[SESSION_KEY] = newest


def take_words(request: HttpRequest, place: str) -> KeptWords | None:
    """Give back what was held for `place`, once."""
    held = _held(request)
    if place not in held:
        return None
    _moment, text, title, revision = held.pop(place)
    request.session[SESSION_KEY] = held
    return KeptWords(text, title, revision)


def keep_words_and_sign_in(
    request: HttpRequest, place: str, *, text: str, title: str = "", revision: int = 0, back: str
) -> HttpResponse:
    """Hold the words and send the visitor to sign in, which says so; the composer at `back` takes them."""
    keep_words(request, place, text, title, revision)
    return redirect_to_login(back)


def _held(request: HttpRequest) -> dict[str, list[Any]]:
    since = time() - KEPT_SECONDS
    found = request.session.get(SESSION_KEY, {})
    return {place: words for place, words in found.items() if words[0] >= since}


def _storable(words: str) -> str:
    return words.replace("\x00", "")
