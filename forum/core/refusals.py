"""Turns every refusal and every failure into a page that says what happened, what was kept and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from forum.core.bodies import announced_length
from forum.core.identifiers import Identified
from forum.core.pieces import asks_for_part
from forum.core.verdicts import Invalid, Refused, Sentence, TooMany

PAGES = {403: "errors/403.html", 404: "errors/404.html", 429: "errors/429.html"}
OTHERWISE = "errors/refused.html"


class RefusalMiddleware:
    """Answers a `Refused` that a view let rise with its status and its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and explain an answer that only names the methods an address takes."""
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, BadRequest("No address holds a NUL, and the database refuses it."))
        response = self.get_response(request)
        return wrong_method(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refusal; None for every other exception."""
        return refused(request, exception) if isinstance(exception, Refused) else None


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page, or for scripts `{"say": sentence}`, with which a refusal is answered."""
    more = {"field": refusal.field} if isinstance(refusal, Invalid) and refusal.field else {}
    if isinstance(refusal, Identified) and refusal.is_for_its_writer:
        more["seen"] = refusal.edition
    response = _answer(request, refusal.status, refusal.sentence, PAGES.get(refusal.status, OTHERWISE), more)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def wrong_method(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    """What is said where, say, a bookmark leads to an address that only takes forms."""
    sentence = _("This address only takes what a button or a form sends. Go back and use it there.")
    page = _answer(request, 405, sentence, OTHERWISE)
    page["Allow"] = response["Allow"]
    return page


def wants_json(request: HttpRequest) -> bool:
    """True for scripts: ours that ask for parts of pages, and whoever would rather have JSON than a page."""
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return asks_for_part(request) or preferred == "application/json"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """settings.CSRF_FAILURE_VIEW: a form came without a valid token; shows what was typed in it."""
    sentence = _(
        "The page you sent this from had grown old. Reload it and send it again; nothing was changed."
    )
    if not request.user.is_authenticated:
        sentence = _(
            "You are signed out. Copy what you wrote, sign in, and send it again; nothing was changed."
        )
    return _answer(request, 403, sentence, "errors/csrf.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: what could not be read, or was more than is taken in at once."""
    if isinstance(exception, DisallowedHost):  # a page would name the host that it was asked from
        return HttpResponse(_("There is no such site here."), status=400, content_type="text/plain")
    if isinstance(exception, RequestDataTooBig):
        megabytes = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // (1024 * 1024)
        sentence = _("This is more than %d MB of text, too much at once. Go back and send it in parts.")
        return _answer(request, 413, sentence % megabytes, OTHERWISE)
    if isinstance(exception, TooManyFieldsSent):
        sentence = _("This form has too many fields. Go back, reload the page and try once more.")
        return _answer(request, 400, sentence, OTHERWISE)
    if isinstance(exception, TooManyFilesSent):
        sentence = _("These are too many files at once; %d go together. Go back and send fewer.")
        return _answer(request, 400, sentence % (settings.DATA_UPLOAD_MAX_NUMBER_FILES or 0), OTHERWISE)
    sentence = _(
        "We could not make sense of that request. Nothing was changed; reload the page and try again."
    )
    return _answer(request, 400, sentence, "errors/400.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403: what the framework itself or the data administration forbids."""
    sentence = str(exception) or _("You can read this, but what you tried needs another role here.")
    return _answer(request, 403, sentence, PAGES[403])


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: the same for what is hidden and for what does not exist."""
    return _answer(request, 404, _("There is no such page, or it is not open to you."), PAGES[404])


def broken(request: HttpRequest) -> HttpResponse:
    """handler500: rendered without anything that might be what broke."""
    sentence = _("Something broke on our side. Look whether it arrived before you send it again.")
    if wants_json(request):
        return JsonResponse({"say": sentence}, status=500)
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def _answer(
    request: HttpRequest, status: int, sentence: Sentence, template: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse({"say": str(sentence), **(more or {})}, status=status)
    else:
        context = {"sentence": sentence, "typed": _typed(request), **_way_back(request)}
        response = render(request, template, context, status=status)
    add_never_cache_headers(response)
    return response


def _typed(request: HttpRequest) -> dict[str, str]:
    """The words in the form that was sent, so that the page can give them back."""
    if announced_length(request) > settings.REQUEST_MAX_BYTES:  # an archive, which nobody has read yet
        return {}
    try:
        found = {name: request.POST.get(name, "") for name in ("title", "text")}
    except BadRequest:  # it is what could not be read
        return {}
    return found if any(words.strip() for words in found.values()) else {}


def is_page_of_ours(request: HttpRequest, address: str) -> bool:
    """Whether a link there leads nowhere else."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def _way_back(request: HttpRequest) -> dict[str, str]:
    came_from = request.headers.get("Referer", "")
    if request.method != "POST" or not is_page_of_ours(request, came_from):
        return {}
    return {"retry_url": came_from, "retry_label": _("Back to the page")}
