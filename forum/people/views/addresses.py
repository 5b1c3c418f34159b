"""Reminds people of an address that they have not confirmed, and sends them the mail again."""

from __future__ import annotations

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.people.actors import is_person, signed_in
from forum.people.adapters.accounts import UNCONFIRMED
from forum.people.selectors.addresses import unconfirmed_address


def reminder(request: HttpRequest) -> str:
    """HTML that asks for a confirmation; "" for most, and while something else is said. Who signed in with a confirmed
    address costs no query.
    """
    if (
        not request.session.get(UNCONFIRMED)
        or not is_person(request.user)
        or len(messages.get_messages(request))
    ):
        return ""
    address = unconfirmed_address(request.user)
    if address is None:  # they followed the link meanwhile, here or in another browser
        del request.session[UNCONFIRMED]
        return ""
    return render_to_string("people/unconfirmed.html", {"address": address.email}, request=request)


@require_POST
@login_required
def send_again(request: HttpRequest) -> HttpResponse:
    """Send the mail with the link once more, and go back to the page (`next`)."""
    address = unconfirmed_address(signed_in(request.user))
    if address is None:
        messages.success(request, _("Your address is confirmed already."))
    elif not send_verification_email_to_address(request, address):  # it says itself that it has sent one
        messages.info(
            request,
            _("We sent a mail to %(address)s a moment ago. Give it a few minutes, and look among the spam.")
            % {"address": address.email},
        )
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return redirect(there if is_ours else "home")
