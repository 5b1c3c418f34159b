"""Polls in a live session: what hosts do with them, and answering."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from forum.core.numbers import whole_number
from forum.core.refusals import wants_json
from forum.core.verdicts import Refused
from forum.gatherings.actions import poll_words, polls
from forum.gatherings.forms.polls import PollForm
from forum.gatherings.models import Gathering, Poll
from forum.gatherings.models.polls import LONGEST_WORD
from forum.gatherings.policies.polls import may_see_poll
from forum.gatherings.selectors.polls import poll_in
from forum.gatherings.views.gatherings import gathering_page
from forum.gatherings.views.places import seen_gathering
from forum.people.actors import signed_in
from forum.people.models import Person


@require_POST
@login_required
def prepare(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Have a poll ready; what is refused stays where it was typed."""
    found, form = seen_gathering(request, gathering_id), PollForm(request.POST)
    form.is_valid()
    given = form.cleaned_data
    try:
        made = polls.prepare_poll(
            host=signed_in(request.user), gathering=found, kind=given.get("kind", ""),
            words=given.get("words", ""), options=given.get("options", "").splitlines(),
            client_id=given.get("client_id") or uuid4(),
        )  # fmt: skip
    except Refused as refusal:
        return gathering_page(
            request, found, status=refusal.status, poll_error=str(refusal.sentence),
            polling={name: request.POST.get(name, "") for name in ("kind", "words", "options", "client_id")},
        )  # fmt: skip
    return redirect(f"{found.get_absolute_url()}#poll-{made.pk}")


def _on_poll(act: Callable[[HttpRequest, Person, Poll], object]) -> Callable[..., HttpResponse]:
    """A view that lets the person do `act` with a poll, and leads back to it."""

    def view(request: HttpRequest, gathering_id: int, poll_id: int) -> HttpResponse:
        found, poll = _poll(request, gathering_id, poll_id)
        try:
            act(request, signed_in(request.user), poll)
        except Refused as refusal:
            if wants_json(request):
                raise
            return gathering_page(request, found, status=refusal.status, poll_error=str(refusal.sentence))
        if wants_json(request):
            return HttpResponse(status=204)
        return redirect(f"{found.get_absolute_url()}#poll-{poll.pk}")

    return require_POST(login_required(view))


def _poll(request: HttpRequest, gathering_id: int, poll_id: int) -> tuple[Gathering, Poll]:
    found = seen_gathering(request, gathering_id)
    poll = poll_in(found, poll_id)
    if poll is None or not may_see_poll(request.user, found, poll):
        raise Http404
    return found, poll


def _answer(request: HttpRequest, person: Person, poll: Poll) -> None:
    places = [whole_number(each) for each in request.POST.getlist("choice")[:20]]
    chosen, words = [each for each in places if each is not None], request.POST.get("answer", "")
    polls.answer_poll(person=person, poll=poll, choices=chosen, words=words)


answer = _on_poll(_answer)
open_ = _on_poll(lambda _request, host, poll: polls.open_poll(host=host, poll=poll))
close = _on_poll(lambda _request, host, poll: polls.close_poll(host=host, poll=poll))
show = _on_poll(lambda _request, host, poll: polls.show_answers(host=host, poll=poll))
hide = _on_poll(lambda _request, host, poll: polls.hide_answers(host=host, poll=poll))
take_words_out = _on_poll(
    lambda request, host, poll: poll_words.take_words_out(
        host=host, poll=poll, words=request.POST.get("words", "")[:LONGEST_WORD]
    )
)
take_away = _on_poll(lambda _request, host, poll: polls.take_poll_away(host=host, poll=poll))
