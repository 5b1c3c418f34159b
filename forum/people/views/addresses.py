"""Reminds people of an address that they have not confirmed, and sends them the mail again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.people.actions.addresses import Confirmation, send_confirmation_again
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
    person = signed_in(request.user)
    match send_confirmation_again(person=person, request=request):
        case Confirmation.NOT_NEEDED:
            messages.success(request, _("Your address is confirmed already."))
        case Confirmation.SENT_A_MOMENT_AGO:
            sentence = _(
                "We sent a mail to %(address)s a moment ago. Give it a few minutes, and look among the spam."
            )
            messages.info(request, sentence % {"address": person.email})
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return redirect(there if is_ours else "home")
