"""Asks whoever sends a form, on a page of its own, about words that may identify a patient; whatever form it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from forum.core.identifiers import (
    Identified,
    Sighting,
    newly_seen,
    require_cleared,
    require_cleared_once,
    send_on,
)
from forum.core.refusals import is_page_of_ours, wants_json

_CAME_FROM = "came_from"  # the page with the form, as the page that asks passes it on
_NOT_TYPED = {"csrfmiddlewaretoken", "cleared", _CAME_FROM}
_form_sent: ContextVar[HttpRequest | None] = ContextVar("form_sent", default=None)


class AskedFirst(Exception):
    """What was begun was not done: whoever sent it is asked about their words first.

    It is no `Refused`, which views answer each in its own way: this one rises to the middleware, and what the action
    had written goes back with its transaction. `once` says that the second sending is let through whatever it says.
    """

    def __init__(self, question: Identified, *, once: bool) -> None:
        super().__init__(question.sentence)
        self.question, self.once = question, once


def ask_first(texts: Iterable[str], *, known: Iterable[str] = ()) -> None:
    """Go on where nothing was seen, or its writer says that exactly this identifies nobody. Raises AskedFirst.

    `known` is what stood there before. Where no form was sent, as in a command or a job, there is nobody to ask.
    """
    request, sightings = _form_sent.get(), newly_seen(texts, known=known)
    if request is None or not sightings:
        return
    try:
        require_cleared(sightings, _cleared(request), send_on())
    except Identified as question:
        raise AskedFirst(question, once=False) from question


def ask_once(texts: Iterable[str]) -> None:
    """The same for words that nothing may hinder: sent a second time they go, changed or not. Raises AskedFirst."""
    request = _form_sent.get()
    if request is None:
        return
    try:
        require_cleared_once(texts, _cleared(request))
    except Identified as question:
        raise AskedFirst(question, once=True) from question


class AskingFirstMiddleware:
    """Knows the form that was sent, and answers with the question where an action asks it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; what is in the form is looked at where something was seen, and no sooner."""
        token = _form_sent.set(request if request.method == "POST" else None)
        try:
            return self.get_response(request)
        finally:
            _form_sent.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page with the question; None for every other exception."""
        return _question(request, exception) if isinstance(exception, AskedFirst) else None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form as it was sent; shown to be changed where something was seen in it, else kept as it is."""

    name: str
    value: str
    is_shown: bool


def _question(request: HttpRequest, asked: AskedFirst) -> HttpResponse:
    question = asked.question
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse({"say": str(question.sentence), "seen": question.edition}, status=422)
    else:
        fields = list(_fields(request, question.sightings))
        context = {
            "asked": question,
            "once": asked.once,
            "fields": fields,
            "path": request.get_full_path(),
            "back": _came_from(request),
        }
        response = render(request, "errors/asked_first.html", context, status=422)
    add_never_cache_headers(response)
    return response


def _came_from(request: HttpRequest) -> str:
    """Where the form was filled in; "" where nobody says so, or it is not ours."""
    address = request.POST.get(_CAME_FROM, "") or request.headers.get("Referer", "")
    return address if is_page_of_ours(request, address) else ""


def _fields(request: HttpRequest, sightings: Iterable[Sighting]) -> Iterator[Field]:
    seen = [_on_one_line(each.words) for each in sightings]
    for name, values in request.POST.lists():
        for value in values:
            if name not in _NOT_TYPED:
                line = _on_one_line(value)
                yield Field(name, value, is_shown=any(words in line for words in seen))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _cleared(request: HttpRequest) -> str:
    return request.POST.get("cleared", "")[:64]
