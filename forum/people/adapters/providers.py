"""Where the accounts library asks about people whom a provider vouches for."""

from __future__ import annotations

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.base.provider import Provider
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.core.verdicts import Refused, Verdict
from forum.people.actors import is_person
from forum.people.models import Person
from forum.people.policies.providers import may_connect_orcid
from forum.people.selectors.providers import holder_of_confirmed

logger = logging.getLogger(__name__)


class ProvidersAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Providers are those of the settings; nobody comes in by what a provider says that was not proven here too."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": gettext_lazy(
            "There is an account with this address. Sign in to it first, then connect %s under “Ways to sign in”."
        ),
        "no_password": gettext_lazy("Set a password first: without one you could not sign in any more."),
        "no_verified_email": gettext_lazy(
            "Confirm a mail address first, so that you can get a new password."
        ),
        "disconnect_last": gettext_lazy("This is your only way to sign in. Add another one first."),
        "connected_other": gettext_lazy("This account is connected to another account here already."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """What the settings hold; the library's table of providers is never asked."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        """The provider; a stand-in for one that the settings no longer name, so that people can part with it."""
        try:
            return super().get_provider(request, provider, client_id)
        except SocialApp.DoesNotExist:
            return Bygone(request, provider)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Forget what opens the door at the provider, and refuse an ORCID iD that is somebody else's."""
        sociallogin.token = None  # it would lie in the session, and nothing here ever uses it
        if sociallogin.account.provider != "orcid":
            return
        verdict = may_connect_orcid(_who_it_is_for(request, sociallogin), sociallogin.account.uid)
        if not verdict:
            raise ImmediateHttpResponse(_refusal(request, sociallogin, verdict))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Person:
        """What the provider says of them, for the form in which they say it themselves."""
        person: Person = sociallogin.user
        names = [data.get("first_name"), data.get("last_name")]
        person.display_name = str(data.get("name") or " ".join(filter(None, names)))[:80]
        person.email = data.get("email") or ""
        return person

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, str]:
        """What stands in that form at first."""
        return {"email": sociallogin.user.email or "", "display_name": sociallogin.user.display_name}

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Person:
        """Store who joins, with the address from the form alone: another one would not have passed the policy.

        Raises Refused where the same account of the provider has joined at this moment.
        """
        typed = form.cleaned_data["email"].lower()
        sociallogin.email_addresses = [
            address for address in sociallogin.email_addresses if address.email.lower() == typed
        ]
        try:
            with transaction.atomic():
                saved: Person = super().save_user(request, sociallogin, form)
        except IntegrityError as error:
            raise Refused(_("Someone has just joined this way. If it was you, sign in.")) from error
        return saved

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Person, str] | None:
        """Who has confirmed here the address that a trusted provider has confirmed as well, and that address."""
        for address in sociallogin.email_addresses:
            if address.verified and self.can_authenticate_by_email(sociallogin, address.email):
                person = holder_of_confirmed(address.email)
                if person is not None:
                    return person, address.email
        return None

    def on_authentication_error(
        self, request: HttpRequest, provider: Provider, error: Any = None, exception: Any = None, **_more: Any
    ) -> None:
        """Tell whoever runs this why; the person gets a sentence."""
        logger.warning("Signing in through %s failed: %s %s", provider.name, error, exception or "")


class Bygone(Provider):  # type: ignore[misc]
    """A provider that people once came through and that the settings no longer name."""

    uses_apps = False
    account_class = ProviderAccount

    def __init__(self, request: HttpRequest, id: str) -> None:
        super().__init__(request)
        self.id = self.name = id


def _who_it_is_for(request: HttpRequest, sociallogin: Any) -> Person | None:
    """Who connects or signs in; None for somebody who is about to join."""
    if sociallogin.state.get("process") == "connect" and is_person(request.user):
        return request.user
    person: Person = sociallogin.user
    return person if person.pk else None


def _refusal(request: HttpRequest, sociallogin: Any, verdict: Verdict) -> Any:
    said = {"sentence": verdict.reason, "provider": sociallogin.provider}
    return render(request, "socialaccount/authentication_error.html", said, status=403)
