"""Asking in a live session, voting, and what its hosts do with questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.core.numbers import whole_number
from forum.core.refusals import wants_json
from forum.core.verdicts import Invalid, Refused
from forum.gatherings.actions import answering
from forum.gatherings.actions.namelessness import take_named_questions_only, take_nameless_questions
from forum.gatherings.actions.questions import ask_question
from forum.gatherings.actions.taking_apart import take_merge_back
from forum.gatherings.actions.voting import take_vote_back, vote_for_question
from forum.gatherings.forms.questions import AskForm, TendForm
from forum.gatherings.models import Gathering, Question
from forum.gatherings.views.gatherings import gathering_page
from forum.gatherings.views.places import seen_gathering, seen_question
from forum.people.actors import signed_in
from forum.people.models import Person

_Given = dict[str, Any]


@require_POST
@login_required
def ask(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Ask something; what is refused stays where it was typed. Scripts get `{"id": number}`."""
    found, form = seen_gathering(request, gathering_id), AskForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    try:
        asked = ask_question(
            asker=signed_in(request.user),
            gathering=found,
            words=str(given.get("question", "")),
            client_id=given.get("client_id") or uuid4(),
            is_nameless=bool(given.get("nameless")),
        )
    except Refused as refusal:
        if wants_json(request):
            raise
        return gathering_page(
            request, found, status=refusal.status, question_error=str(refusal.sentence),
            asking=request.POST.get("question", ""), asking_id=request.POST.get("client_id", ""),
        )  # fmt: skip
    if wants_json(request):
        return JsonResponse({"id": asked.pk}, status=201)
    return redirect(_at(request, found, asked))


def _at(request: HttpRequest, found: Gathering, question: Question) -> str:
    """The question on the session's page, which goes on to draw as many as on the page where the button stood."""
    query = request.headers.get("Referer", "").partition("?")[2].partition("#")[0]
    (asked, *_others) = parse_qs(query).get("asked", [""])
    many = f"asked={most}&" if (most := whole_number(asked)) else ""
    return f"{found.get_absolute_url()}?{many}question={question.pk}#question-{question.pk}"


def _on_question(act: Callable[[Person, Question, _Given], object]) -> Callable[..., HttpResponse]:
    """A view that lets the person do `act` with a question and leads back to it; scripts get nothing but that it is
    done: what has changed comes by the room.
    """

    def view(request: HttpRequest, gathering_id: int, question_id: int) -> HttpResponse:
        found, question = seen_question(request, gathering_id, question_id)
        form = TendForm(request.POST)
        try:
            if not form.is_valid():
                raise Invalid(_("This does not fit the question. Load the page again."))
            act(signed_in(request.user), question, form.cleaned_data)
        except Refused as refusal:
            if wants_json(request):
                raise
            return gathering_page(request, found, status=refusal.status, question_error=str(refusal.sentence))
        if wants_json(request):
            return HttpResponse(status=204)
        return redirect(_at(request, found, question))

    return require_POST(login_required(view))


vote = _on_question(lambda person, question, _given: vote_for_question(person=person, question=question))
take_back = _on_question(lambda person, question, _given: take_vote_back(person=person, question=question))
take_up = _on_question(
    lambda host, question, given: answering.take_question_up(host=host, question=question, seen=given["seen"])
)
put_back = _on_question(
    lambda host, question, given: answering.put_question_back(
        host=host, question=question, seen=given["seen"]
    )
)
answer = _on_question(
    lambda host, question, given: answering.answer_question(
        host=host, question=question, seen=given["seen"], message_id=given["message"]
    )
)
decline = _on_question(
    lambda host, question, given: answering.decline_question(
        host=host, question=question, seen=given["seen"], reason=given["reason"]
    )
)
merge = _on_question(
    lambda host, question, given: answering.merge_question(
        host=host, question=question, into_id=given["into"] or 0
    )
)
take_apart = _on_question(lambda host, question, _given: take_merge_back(host=host, question=question))
pin = _on_question(lambda host, question, _given: answering.pin_question(host=host, question=question))
unpin = _on_question(lambda host, question, _given: answering.unpin_question(host=host, question=question))


@require_POST
@login_required
def nameless(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Let people ask without a name, or by name alone: whichever the button says."""
    found, host = seen_gathering(request, gathering_id), signed_in(request.user)
    act = take_nameless_questions if request.POST.get("nameless") == "yes" else take_named_questions_only
    act(host=host, gathering=found)
    return redirect(f"{found.get_absolute_url()}#questions")
