"""Who is told of what is quoted in practice notes: those who said it."""

from __future__ import annotations

from forum.notifications import kinds
from forum.notifications.handlers.telling import tell
from forum.repertoire.events import QuoteAsked
from forum.repertoire.selectors.quotes import quote_with


def tell_who_said_it(event: QuoteAsked) -> None:
    """Once for each community and who reads it, however often it is taken out and drafted again."""
    quote = quote_with(event.quote_id)
    message = quote.message
    if message is not None:
        occasion = f"{quote.community_id}:{quote.community.visibility}"
        tell(kinds.QUOTE_ASKED, [message.author_id], about=message, occasion=occasion, at=quote.asked_at)
