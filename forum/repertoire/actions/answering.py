"""Saying whether what one said may stand in a practice note, and taking that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.core.editions import ChangedMeanwhile, edition_of
from forum.core.events import publish
from forum.core.limits import TENDING, spend
from forum.core.verdicts import Invalid, require
from forum.people.models import Person
from forum.repertoire.actions.locking import held_quote
from forum.repertoire.events import QuoteAnswered
from forum.repertoire.models import Quote
from forum.repertoire.models.quotes import AGREEING
from forum.repertoire.policies.quotes import is_agreed, may_agree, may_answer, was_agreed_to
from forum.repertoire.selectors.quotes import quotes_waiting_for

Consent = Quote.Consent


def edition_of_quote(quote: Quote) -> str:
    """What its author agrees to: their words as they are, and who reads them there under which title."""
    revision = quote.message.revision if quote.message is not None else 0
    return edition_of(revision, quote.community.visibility, quote.note.title)


@transaction.atomic
def answer_for_quote(
    *, author: Person, quote: Quote, answer: str, seen: str, now: datetime | None = None
) -> Quote:
    """Let it stand with or without one's name, or not; `seen` is the edition of what was agreed to, and a no needs
    none. The same answer twice is one. Raises ChangedMeanwhile, Refused, Invalid or TooMany.
    """
    if answer not in {*AGREEING, Consent.DECLINED}:
        raise Invalid(_("Choose one of the answers."), field="answer")
    quote = held_quote(author, quote)
    agrees = answer in AGREEING
    require(may_agree(author, quote) if agrees else may_answer(author, quote))
    if agrees and seen != edition_of_quote(quote):
        raise ChangedMeanwhile(
            _("What you are asked about was changed in the meantime. Look once more, then answer.")
        )
    if quote.consent == answer and (not agrees or is_agreed(quote)):
        return quote
    spend(TENDING, author.pk)
    quote.was_agreed = not agrees and was_agreed_to(quote)
    quote.consent, quote.answered_at = answer, now or timezone.now()
    quote.readers = quote.community.visibility if agrees else ""
    quote.save(update_fields=["consent", "was_agreed", "answered_at", "readers"])
    publish(QuoteAnswered(quote_id=quote.pk))
    return quote


def decline_all_that_waits(*, person_id: int, now: datetime | None = None) -> None:
    """Whoever leaves lets nothing more of theirs stand. Part of the action that closes their account, which holds it:
    nobody asks them meanwhile.
    """
    waiting = quotes_waiting_for(person_id)
    held = Quote.objects.select_for_update(no_key=True).filter(pk__in=waiting).order_by("pk")
    keys = list(held.values_list("pk", flat=True))
    Quote.objects.filter(pk__in=keys).update(consent=Consent.DECLINED, answered_at=now or timezone.now())
