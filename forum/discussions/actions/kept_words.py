"""Keeps what someone typed while their session ended, until they have signed in again.

The words are held in the session of the browser and given back to whoever typed them alone. Who that is, the form says
under a signature that only a page shown to that person holds: nobody else can have words put before them.
"""

from __future__ import annotations

from time import time
from typing import Any, NamedTuple

from django.contrib.sessions.backends.base import SessionBase
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from forum.core.limits import DRAFTING, spend
from forum.core.verdicts import Refused
from forum.discussions.actions.drafts import MAX_DRAFT_LENGTH
from forum.discussions.models.topics import MAX_TITLE_LENGTH
from forum.people.models import Person

SESSION_KEY = "kept_words"
KEPT_SECONDS = 3600  # whoever sits down at a shared computer later must not find another person's words
MOST_PLACES = 3
_signer = Signer(salt="forum.discussions.kept_words")


class KeptWords(NamedTuple):
    """What was typed at a place."""

    text: str
    title: str
    revision: int


def signed_writer(person: Person) -> str:
    """The person under our signature; always the same, so that pages which hold it stay the same."""
    return _signer.sign(str(person.pk))


def keep_words(
    *,
    session: SessionBase,
    address: str,
    writer: str,
    place: str,
    text: str,
    title: str = "",
    revision: int = 0,
) -> None:
    """Hold words typed at `place` ("topic:7", "board:3") in the visitor's session, which signing in keeps.

    An hour later they are forgotten. Nothing typed, nothing held. `writer` is a `signed_writer`. Raises TooMany for an
    `address` on the network that does it a lot, Refused where the form does not say who typed: the words are then on
    the page that answers, and nowhere else.
    """
    if not text.strip() and not title.strip():
        return
    spend(DRAFTING, f"address:{address}")
    key = _key(_person_signed(writer), place)
    others = {other: words for other, words in _kept(session).items() if other != key}
    newest = dict(list(others.items())[-(MOST_PLACES - 1) :])
    newest[key] = [
        int(time()),
        _storable(text)[:MAX_DRAFT_LENGTH],
        _storable(title)[:MAX_TITLE_LENGTH],
        revision,
    ]
    session[SESSION_KEY] = newest


def take_words(*, session: SessionBase, person: Person, place: str) -> KeptWords | None:
    """Give back what the person typed at `place`, once."""
    held = _kept(session)
    key = _key(person.pk, place)
    if key not in held:
        return None
    _moment, text, title, revision = held.pop(key)
    _keep(session, held)
    return KeptWords(text, title, revision)


def forget_words_of_others(*, session: SessionBase, person: Person) -> None:
    """What others than the person typed in this browser leaves the session."""
    if SESSION_KEY in session:
        own = _key(person.pk, "")
        _keep(session, {key: words for key, words in _kept(session).items() if key.startswith(own)})


def _kept(session: SessionBase) -> dict[str, list[Any]]:
    since = time() - KEPT_SECONDS
    found = session.get(SESSION_KEY, {})
    return {key: words for key, words in found.items() if words[0] >= since}


def _keep(session: SessionBase, words: dict[str, list[Any]]) -> None:
    if words:
        session[SESSION_KEY] = words
    else:
        del session[SESSION_KEY]


def _key(person_id: int, place: str) -> str:
    return f"{person_id} {place}"


def _person_signed(writer: str) -> int:
    try:
        return int(_signer.unsign(writer))
    except (BadSignature, ValueError) as problem:
        raise Refused(
            _(
                "You are signed out, and this form does not say who you are. Copy your words before you sign in."
            )
        ) from problem


def _storable(words: str) -> str:
    return words.replace("\x00", "")
