"""Who is told of what is quoted in practice notes: those who said it; and of their answers, those who asked."""

from __future__ import annotations

from forum.notifications import kinds
from forum.notifications.actions.tidying import forget_read_notices
from forum.notifications.handlers.telling import tell
from forum.notifications.selectors.addressees import who_is_told_already
from forum.repertoire.events import QuoteAnswered, QuoteAsked, QuoteAskedAnew
from forum.repertoire.models import Quote
from forum.repertoire.selectors.quotes import quote_with


def tell_who_said_it(event: QuoteAsked) -> None:
    """Once for each community and who reads it, however often it is taken out and drafted again."""
    quote = quote_with(event.quote_id)
    _tell(quote, f"{quote.community_id}:{quote.community.visibility}")


def tell_who_is_asked_anew(event: QuoteAskedAnew) -> None:
    """Each time: what stood there stands no more until they answer."""
    quote = quote_with(event.quote_id)
    _tell(quote, f"{quote.pk}:{quote.asked_at.timestamp()}")


def tell_who_drafted(event: QuoteAnswered) -> None:
    """Who drafted the note, and who asked. Whoever has not read of an earlier answer reads the present one there."""
    quote = quote_with(event.quote_id)
    message, answered_at = quote.message, quote.answered_at
    if message is None or answered_at is None:
        return
    but_for = [message.author_id, *who_is_told_already(kinds.QUOTE_ANSWERED, quote=quote.pk)]
    forget_read_notices(kinds.QUOTE_ANSWERED, quote=quote.pk)
    people = [quote.note.drafted_by_id, quote.asked_by_id]
    tell(
        kinds.QUOTE_ANSWERED, people, but_for=but_for, about=quote, occasion=answered_at.timestamp(), at=answered_at
    )  # fmt: skip


def _tell(quote: Quote, occasion: str) -> None:
    message = quote.message
    if message is not None:
        tell(kinds.QUOTE_ASKED, [message.author_id], about=message, occasion=occasion, at=quote.asked_at)
