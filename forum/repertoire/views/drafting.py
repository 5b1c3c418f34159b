"""The page on which a highlight of a session becomes part of a practice note."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.chat.models import Message
from forum.chat.views.places import standing_message
from forum.communities.models import Community
from forum.core.forms import act_on
from forum.core.markup import text_without_quotes
from forum.core.verdicts import require
from forum.gatherings.models import Gathering
from forum.gatherings.views.places import seen_gathering
from forum.people.actors import Actor, signed_in
from forum.repertoire.actions.drafting import Target, draft_from_highlight
from forum.repertoire.forms import DraftForm
from forum.repertoire.models import PracticeNote, Quote
from forum.repertoire.policies.notes import communities_to_draft_for, looks_after_note, may_draft
from forum.repertoire.policies.quotes import is_highlight
from forum.repertoire.selectors.notes import drafts_in
from forum.repertoire.selectors.quotes import quotes_of_messages


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draft(request: HttpRequest, gathering_id: int, message_id: int) -> HttpResponse:
    """Which note it goes to, who is asked, and what is read of it."""
    session = seen_gathering(request, gathering_id)
    communities = communities_to_draft_for(request.user, session)
    if not communities:
        require(may_draft(request.user, session, session.community))
    message = _highlight(request, session, message_id)
    known = _quoted_already(request.user, message, communities)
    if known is not None:
        return redirect(known)
    drafts = drafts_in(request.user, communities)
    form = DraftForm(
        request.POST if request.method == "POST" else None, communities=communities, drafts=drafts
    )
    status = 200
    if request.method == "POST":
        note, status = act_on(form, lambda _given: _drafted(request, session, message, form))
        if note is not None:
            return redirect("practice-note-edit", note.pk)
    context = {
        "gathering": session,
        "community": session.community,
        "form": form,
        "words": text_without_quotes(message.html),
        "author": message.author,
        "is_own": message.author_id == request.user.pk,
    }
    return render(request, "repertoire/draft.html", context, status=status)


def _highlight(request: HttpRequest, session: Gathering, message_id: int) -> Message:
    if session.room_id is None:
        raise Http404
    message = standing_message(request.user, session.room_id, message_id)
    if not is_highlight(message, session):
        raise Http404
    return message


def _quoted_already(actor: Actor, message: Message, communities: Sequence[Community]) -> PracticeNote | None:
    """A note in the actor's care that quotes it, where no community is left for which they could quote it."""
    quotes = {each.community_id: each.note for each in quotes_of_messages([message])}
    if any(each.pk not in quotes for each in communities):
        return None
    return next((each for each in quotes.values() if looks_after_note(actor, each)), None)


def _drafted(request: HttpRequest, session: Gathering, message: Message, form: DraftForm) -> PracticeNote:
    target = Target(form.community, form.note, form.cleaned_data["title"])
    person = signed_in(request.user)
    note = draft_from_highlight(host=person, gathering=session, message=message, target=target)
    is_asked = any(
        each.note_id == note.pk and each.consent == Quote.Consent.ASKED
        for each in quotes_of_messages([message])
    )
    if is_asked:
        said = _("%s is asked. Meanwhile, write what one learns from it.")
        messages.success(request, said % message.author.display_name)
    else:
        messages.success(request, _("It is quoted in this note. Write what one learns from it."))
    return note
