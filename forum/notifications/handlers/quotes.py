"""Who is told of what is quoted in practice notes: those who said it."""

from __future__ import annotations

from forum.notifications import kinds
from forum.notifications.handlers.telling import tell
from forum.repertoire.events import QuoteAsked, QuoteAskedAnew
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


def _tell(quote: Quote, occasion: str) -> None:
    message = quote.message
    if message is not None:
        tell(kinds.QUOTE_ASKED, [message.author_id], about=message, occasion=occasion, at=quote.asked_at)
