"""What is quoted in practice notes, as one reader sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forum.chat.views.places import address_of
from forum.core.markup import text_without_quotes
from forum.core.verdicts import Sentence
from forum.gatherings.models import Gathering
from forum.people.actors import Actor, is_person
from forum.people.models import Person
from forum.repertoire.models import Quote
from forum.repertoire.policies.quotes import is_agreed, stands
from forum.repertoire.selectors.quotes import sessions_of

Consent = Quote.Consent
GONE = _("it is gone from the talk")
FEWER = _("was agreed to when fewer people read the community")


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """Words as they are where they were said. `author` is None where they stand without a name; `session` is what the
    reader may see of where that was, and `url` the place in its talk.
    """

    pk: int
    words: str
    author: Person | None
    said_at: datetime
    session: Gathering | None
    url: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class TendedQuote:
    """A quote as those see it who look after the note: also while it does not stand. `status` says why; `is_asked` that
    its author has not answered.
    """

    pk: int
    words: str
    author: Person
    does_stand: bool
    is_asked: bool
    status: Sentence
    can_be_taken_out: bool


def words_in(quote: Quote) -> str:
    """What its author said, without what they quoted themselves; "" once it is gone."""
    message = quote.message
    return text_without_quotes(message.html) if message is not None and message.removed_at is None else ""


def quotes_shown(actor: Actor, quotes: Iterable[Quote]) -> list[ShownQuote]:
    """Those that stand, for a reader of the note. One query."""
    standing = [each for each in quotes if stands(each) and words_in(each)]
    sessions = sessions_of(actor, standing)
    return [_shown(actor, each, sessions) for each in standing]


def _shown(actor: Actor, quote: Quote, sessions: dict[int, Gathering]) -> ShownQuote:
    message = quote.message
    assert message is not None
    session, is_named = sessions.get(message.room_id), quote.consent == Consent.NAMED
    is_linked = is_named and session is not None and is_person(actor)
    return ShownQuote(
        pk=quote.pk,
        words=words_in(quote),
        author=message.author if is_named else None,
        said_at=message.created_at,
        session=session,
        url=address_of(message) if is_linked else "",
        is_own=is_person(actor) and message.author_id == actor.pk,
    )


def quotes_tended(quotes: Iterable[Quote]) -> list[TendedQuote]:
    """All of them, for those who look after the note: they have read the talk, and know who said what."""
    rows = []
    for quote in quotes:
        assert quote.message is not None
        does_stand = stands(quote) and bool(words_in(quote))
        rows.append(TendedQuote(
            pk=quote.pk, words=words_in(quote), author=quote.message.author, does_stand=does_stand,
            is_asked=quote.consent == Consent.ASKED and bool(words_in(quote)),
            status=_status(quote), can_be_taken_out=quote.consent != Consent.DECLINED,
        ))  # fmt: skip
    return rows


def _status(quote: Quote) -> Sentence:
    assert quote.message is not None
    if quote.message.removed_at is not None:
        return GONE
    if quote.consent in {Consent.NAMED, Consent.NAMELESS} and not is_agreed(quote):
        return FEWER
    return Consent(quote.consent).label
