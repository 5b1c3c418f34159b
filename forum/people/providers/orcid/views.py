"""The way to ORCID, and back from it."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse

from forum.people.adapters.providers import Bygone
from forum.people.providers.leaving import passed_on
from forum.people.providers.orcid.adapter import OrcidAdapter


def oauth2_login(request: HttpRequest) -> HttpResponse:
    """Ask whether to go there, and go."""
    return _through(OAuth2LoginView, request)


def oauth2_callback(request: HttpRequest) -> HttpResponse:
    """Take in who comes back."""
    return _through(OAuth2CallbackView, request)


def _through(view: Any, request: HttpRequest) -> HttpResponse:
    adapter = OrcidAdapter(request)
    if isinstance(adapter.get_provider(), Bygone):
        raise Http404
    return passed_on(view, adapter, request)
