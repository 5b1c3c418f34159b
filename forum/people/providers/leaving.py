"""The way to a provider and back, and what is said when it leads nowhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from forum.core.limits import ENTERING, spend
from forum.core.verdicts import Sentence

Answer = TypeVar("Answer")
UNREADABLE = _("It gave an answer that we could not read. Try again; if it stays so, tell a steward.")
TAKEN = _("It was connected to another account here in this moment. Sign in with it.")
UNREACHABLE = _("It cannot be reached at present. Try again in a while, or sign in with your password.")


class NotVouched(OAuth2Error):  # type: ignore[misc]  # the library ships no types
    """What came from a provider does not say who somebody is; `sentence` says what is wrong with it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def readable(read: Callable[..., Answer]) -> Callable[..., Answer]:
    """Let whatever can be wrong with an answer end in `NotVouched`: a provider may send anything."""

    @wraps(read)
    def reading(*args: Any, **kwargs: Any) -> Answer:
        try:
            return read(*args, **kwargs)
        except RequestException as error:
            raise NotVouched(UNREACHABLE) from error
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise NotVouched(UNREADABLE) from error

    return reading


def passed_on(view: Any, adapter: Any, request: HttpRequest) -> HttpResponse:
    """The answer of the library's view, or a page that says what came in its way. Raises TooMany."""
    if request.method != "GET" or "state" in request.GET:
        spend(ENTERING, request.META["REMOTE_ADDR"])
    try:
        answer: HttpResponse = view.adapter_view(adapter)(request)
    except OAuth2Error as error:
        answer = render_authentication_error(request, adapter.get_provider(), exception=error)
    except IntegrityError:  # the same account there was connected to another one here in this moment
        answer = render_authentication_error(request, adapter.get_provider(), exception=NotVouched(TAKEN))
    return answer


class LeavesByAPage:
    """What the providers here have in common: how one gets to them.

    The form is answered with a page that goes on to the provider, not with a redirection: to a browser that would be
    the form going there, and `form-action` of our policy allows forms to this site alone. Institutions hand people on
    to sites of theirs that nobody could list.
    """

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """The page that goes on."""
        answer: HttpResponse = super().redirect(request, process, **kwargs)  # type: ignore[misc]
        if not isinstance(answer, HttpResponseRedirect):
            return answer
        page = render(request, "socialaccount/leaving.html", {"provider": self, "there": answer.url})
        add_never_cache_headers(page)
        return page

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Where to go afterwards, and whether to sign in or to connect. Nothing else is taken from an address."""
        asked: dict[str, Any] = super().get_redirect_from_request_kwargs(request)  # type: ignore[misc]
        process = asked.get("process")
        return {
            "process": process if process in {"login", "connect"} else "login",
            **({"next_url": asked["next_url"]} if "next_url" in asked else {}),
        }
