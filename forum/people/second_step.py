"""Keeps the powers of stewards behind a second step, where the installation asks for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from forum.core.refusals import refused, wants_json
from forum.core.verdicts import Refused
from forum.people.actors import Actor, is_person, is_steward
from forum.people.selectors.second_steps import has_second_step

NEEDED = _("Stewards sign in with a second step. Set one up, and everything else is open to you again.")
# Where one sets a second step up, what that may ask for first, the way out, and what is the same for everybody.
OPEN = {
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_reauthenticate"),
    *("mfa_reauthenticate_webauthn", "account_reauthenticate", "account_set_password", "account_email"),
    *("account_confirm_email", "account_email_verification_sent", "account_logout"),
    *("favicon", "manifest", "robots"),
}


def has_powers(actor: Actor) -> bool:
    """True for those who must not come in by a password alone: stewards, and who opens the administration."""
    return is_steward(actor) or (is_person(actor) and (actor.is_staff or actor.is_superuser))


class SecondStepMiddleware:
    """Leads a steward without a second step to where it is set up, and lets nothing else happen meanwhile.

    Asked anew with each request, and of stewards alone: who takes the second step away loses the powers at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """The way to the second step, or None where the view may answer."""
        person = request.user
        if not settings.STEWARDS_NEED_SECOND_STEP or not is_person(person) or not has_powers(person):
            return None
        if has_second_step(person):
            return None
        request.needs_second_step = NEEDED  # type: ignore[attr-defined]  # its page says why one is there
        if request.resolver_match is not None and request.resolver_match.view_name in OPEN:
            return None
        if request.method not in {"GET", "HEAD"} or wants_json(request):
            return refused(request, Refused(NEEDED))
        return redirect("mfa_index")
