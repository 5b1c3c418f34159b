"""The page on which people find where words of theirs stand, or may, and answer."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from forum.communities.policies.communities import may_know_of, may_read_community
from forum.core.editions import ChangedMeanwhile
from forum.core.numbers import whole_number
from forum.discussions.readers import readers_of_community
from forum.people.actors import signed_in
from forum.people.models import Person
from forum.repertoire.actions.answering import answer_for_quote, edition_of_quote
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.policies.quotes import is_agreed, may_agree
from forum.repertoire.selectors.quotes import quote_of, quotes_asked_of
from forum.repertoire.views.showing import words_in

Consent = Quote.Consent
_SAID = {
    Consent.NAMED: _("They may stand there, with your name."),
    Consent.NAMELESS: _("They may stand there, without your name."),
    Consent.DECLINED: _("They do not stand there."),
}


@require_safe
@login_required
def own_quotes(request: HttpRequest) -> HttpResponse:
    """What one said, where it stands or may, who reads it there, and three answers. The one that `quote` names is on
    every page: first, where it would not be on this one.
    """
    person, after = signed_in(request.user), request.GET.get("after", "")[:80]
    page, wanted = quotes_asked_of(person, after), _wanted(request, person)
    quotes = page.quotes if wanted is None or wanted in page.quotes else [wanted, *page.quotes]
    context = {"rows": [_row(person, each) for each in quotes], "older": page.older, "after": after}
    return render(request, "repertoire/own_quotes.html", context)


def _wanted(request: HttpRequest, person: Person) -> Quote | None:
    key = whole_number(request.GET.get("quote", ""), digits=18)
    found = quote_of(person, key) if key is not None else None
    return found if found is not None and words_in(found) else None


@require_POST
@login_required
def answer(request: HttpRequest, quote_id: int) -> HttpResponse:
    """One of the three, now or anew."""
    person = signed_in(request.user)
    quote = quote_of(person, quote_id)
    if quote is None:
        raise Http404
    chosen = request.POST.get("answer", "")
    try:
        done = answer_for_quote(author=person, quote=quote, answer=chosen, seen=request.POST.get("seen", ""))
    except ChangedMeanwhile as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, str(_SAID[Consent(done.consent)]))
    place = {"after": request.POST.get("after", "")[:80], "quote": str(quote_id)}
    said = urlencode({name: value for name, value in place.items() if value})
    return redirect(f"{reverse('own-quotes')}?{said}#quote-{quote_id}")


def _row(person: Person, quote: Quote) -> dict[str, object]:
    """A community of which one may not know any more is not named, and neither is what it calls its note."""
    is_known = bool(may_know_of(person, quote.community))
    agrees = may_agree(person, quote)
    is_published = quote.note.state == PracticeNote.State.PUBLISHED
    reads = is_published and bool(may_read_community(person, quote.community))
    return {
        "pk": quote.pk,
        "words": words_in(quote),
        "said_at": quote.message.created_at if quote.message is not None else None,
        "community": quote.community if is_known else None,
        "title": quote.note.title if is_known else "",
        "url": quote.note.get_absolute_url() if reads else "",
        "readers": readers_of_community(quote.community.visibility),
        "is_published": is_published,
        "answered": quote.consent if is_agreed(quote) or quote.consent == Consent.DECLINED else "",
        "no_agreeing": "" if agrees else agrees.reason,
        "seen": edition_of_quote(quote),
    }
