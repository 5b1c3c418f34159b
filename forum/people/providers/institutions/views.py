"""The way to an institution, and back from it."""

from __future__ import annotations

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse

from forum.people.adapters.providers import Bygone
from forum.people.providers.institutions.adapter import InstitutionAdapter
from forum.people.providers.leaving import passed_on


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask whether to go there, and go."""
    return passed_on(OAuth2LoginView, _institution(request, provider_id), request)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take in who comes back."""
    return passed_on(OAuth2CallbackView, _institution(request, provider_id), request)


def _institution(request: HttpRequest, provider_id: str) -> InstitutionAdapter:
    adapter = InstitutionAdapter(request, provider_id)
    provider = adapter.get_provider()
    if isinstance(provider, Bygone) or provider.app.provider_id != provider_id:
        raise Http404
    return adapter
