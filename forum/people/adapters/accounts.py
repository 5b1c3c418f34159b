"""Where the accounts library asks how this network makes people, and who comes in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.email_verification import send_verification_email_at_login
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import EmailVerificationStage
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.core.verdicts import Refused
from forum.network.letters import sender, subject_line
from forum.network.selectors import Ground, ground_anew
from forum.people.actions.applications import apply_to_join
from forum.people.closing import closed_account, forget_standing, remember_standing
from forum.people.models import Application, Person
from forum.people.policies.signing_up import (
    may_sign_up,
    needs_a_confirmed_address,
    needs_a_yes,
    needs_an_invitation,
)
from forum.people.selectors.addresses import is_address_confirmed, unconfirmed_address
from forum.people.selectors.applications import answered_to
from forum.people.selectors.handles import free_handles, is_address_taken
from forum.people.signups import is_invited, take_invitation

MOST_ATTEMPTS = 20  # each fails only if one more person of the same name joined in between
UNCONFIRMED = (
    "address_unconfirmed"  # in a session: True where they signed in before they confirmed their address
)
SET_OUT = "set_out_to_join"  # in a session: who set out to join in this browser last, and from which page
_STAGE = "allauth.account.stages.EmailVerificationStage"


def name_of(person: Person) -> str:
    """How mails and pages of the accounts library address a person."""
    return person.display_name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Asks the stewards' policy who joins, and gives each new person a free handle made from their name."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("This address and this password do not belong together."),
        "email_taken": gettext_lazy(
            "Someone is already registered with this address. If it is you, sign in."
        ),
        "enter_current_password": gettext_lazy("Type the password that you have now."),
        "incorrect_code": gettext_lazy("This code is not right, or it was used already. Try the next one."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "too_many_login_attempts": gettext_lazy(
            "That failed too often. Wait a quarter of an hour, or ask for a new password."
        ),
        "duplicate_email": gettext_lazy("This address is yours already."),
        "max_email_addresses": gettext_lazy("You can have at most %d addresses. Remove one first."),
        "invalid_password_reset": gettext_lazy("This link no longer works. Ask for a new one."),
        "rate_limited": gettext_lazy("That was a lot in a short time. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """True, where the stewards' policy lets anybody make an account here; otherwise a page that says how."""
        verdict = may_sign_up(ground_anew(), invited=is_invited(request))
        if not verdict:
            closed = {"sentence": verdict.reason}
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", closed, status=403))
        return True

    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """Set `user.handle` from the display name, made free by a number where it is taken."""
        (user.handle,) = free_handles([user.display_name or (user.email or "").partition("@")[0]])

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Store the person; where someone takes the same handle at this moment, with the next one.

        Where a steward has to agree they cannot come in before, and their reason waits with them. Raises Refused
        where the address has just been used, say by a form that was sent twice, or the invitation by enough people.
        """
        typed = form.cleaned_data
        user.display_name, user.time_zone = typed["display_name"], typed["time_zone"]
        user.is_active = not needs_a_yes(form.ground)
        for _attempt in range(MOST_ATTEMPTS):
            try:
                with transaction.atomic():
                    self._take_invitation(request, form.ground)
                    saved: Person = super().save_user(request, user, form, commit)
                    if not saved.is_active:
                        apply_to_join(person=saved, reason=typed["reason"])
                self._remember_the_way(request, saved)
                return saved
            except IntegrityError:
                user.pk = None
                if is_address_taken(typed["email"]):
                    break
        raise Refused(_("Someone has just joined with this address. If it was you, sign in with it."))

    def _take_invitation(self, request: HttpRequest, ground: Ground) -> None:
        """Where one joins by invitation, let this be one of as many as it was for. Raises Refused."""
        if needs_an_invitation(ground) and not take_invitation(request):
            raise Refused(may_sign_up(ground, invited=False).reason)

    def pre_login(self, request: HttpRequest, user: Person, **about: Any) -> HttpResponse | None:
        """Who has just applied is asked to confirm the address; then, who cannot come in is told why."""
        if about["signup"] and not user.is_active:
            send_verification_email_at_login(request, Login(user=user, signup=True))
        answer: HttpResponse | None = super().pre_login(request, user, **about)
        return answer

    def post_login(self, request: HttpRequest, user: Person, **about: Any) -> HttpResponse:
        """Whoever comes in with an address that is not confirmed is reminded of it from now on. Who could not come in
        before, in this browser, was perhaps somebody else.
        """
        answer: HttpResponse = super().post_login(request, user, **about)
        forget_standing(request)
        if unconfirmed_address(user) is not None:
            request.session[UNCONFIRMED] = True
        return answer

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """After confirming: to where they set out to join, if it was in this browser; who waits is told so."""
        if email_address.user.is_active:
            otherwise: str = super().get_email_verification_redirect_url(email_address)
            return self._the_way_back(email_address.user, otherwise)
        state, answer = answered_to(email_address.user)
        if state != Application.State.WAITING:
            return reverse("account_login")
        remember_standing(self.request, _standing(state, answer, is_confirmed=True))
        return reverse("account_inactive")

    def get_login_stages(self) -> list[str]:
        """The library's steps of signing in, with ours in the place of confirming the address."""
        ours = f"{ConfirmedAddressStage.__module__}.{ConfirmedAddressStage.__name__}"
        return [ours if stage == _STAGE else stage for stage in super().get_login_stages()]

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """A page that says where they stand: only who has shown to be them gets there."""
        state, answer = answered_to(user)
        standing = _standing(state, answer, is_confirmed=is_address_confirmed(user))
        remember_standing(request, standing | closed_account(user), user)
        return redirect("account_inactive")

    def respond_email_verification_sent(self, request: HttpRequest, user: Person | None) -> HttpResponse:
        """What who has to confirm an address sees. Nobody learns from it whether the address had an account."""
        if user is None and needs_a_yes(ground_anew()):
            remember_standing(request, _standing(Application.State.WAITING, "", is_confirmed=False))
            return redirect("account_inactive")
        response: HttpResponse = super().respond_email_verification_sent(request, user)
        return response

    def format_email_subject(self, subject: str) -> str:
        """The subject with the name that stewards gave the network."""
        return subject_line(subject)

    def get_from_email(self) -> str:
        """The installation's address under that name."""
        return sender()

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell who has the account that someone signed up with its address, in the time that making one takes."""
        make_password("hashed for the time it takes")  # a quick answer would tell that there is an account
        super().send_account_already_exists_mail(email)

    def _remember_the_way(self, request: HttpRequest, person: Person) -> None:
        request.session.pop(SET_OUT, None)
        came_from = get_next_redirect_url(request)
        if came_from:
            request.session[SET_OUT] = [person.pk, came_from]

    def _the_way_back(self, person: Person, otherwise: str) -> str:
        """Where they came from, past the form of signing in for whoever is not signed in.

        It is theirs alone: others may join in the same browser, and an address can name what they must not know of.
        """
        who, came_from = self.request.session.get(SET_OUT, (0, ""))
        if who != person.pk:
            return otherwise
        del self.request.session[SET_OUT]
        if not self.is_safe_url(came_from):
            return otherwise
        if self.request.user.is_authenticated:
            return str(came_from)
        return f"{reverse('account_login')}?{urlencode({'next': came_from})}"


def _standing(state: str, answer: str, *, is_confirmed: bool) -> dict[str, Any]:
    return {"state": state, "answer": answer, "is_confirmed": is_confirmed}


class ConfirmedAddressStage(EmailVerificationStage):  # type: ignore[misc]
    """Confirming the address: always, where the policy lets people in by what their address is."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """What to answer with, and whether signing in goes on."""
        pretends = self.login.user is None  # someone signed up with a known address and must not learn it
        if pretends or needs_a_confirmed_address(ground_anew()):
            self.login.email_verification = "mandatory"
        step: tuple[HttpResponse | None, bool] = super().handle()
        return step
