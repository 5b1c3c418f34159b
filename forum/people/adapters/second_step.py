"""Where the accounts library asks what second steps are called here."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.network.selectors import ground
from forum.people.models import Person


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """The network by its name, keys by names of their own, and refusals in sentences."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": gettext_lazy(
            "Your account has a second step; while it has, no address can be added. Switch it off first."
        ),
        "cannot_delete_authenticator": gettext_lazy("This second step cannot be switched off."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes stand in for a second step. Set one up first."
        ),
        "incorrect_code": gettext_lazy("This code is not right, or it was used already. Try the next one."),
        "unverified_email": gettext_lazy(
            "Confirm your mail address first: follow the link in the mail that we sent you, or ask for a new one "
            "under “Mail addresses”."
        ),
    }

    def _get_site_name(self) -> str:
        return ground().name

    def generate_authenticator_name(self, user: Person, type: str) -> str:
        """What a key is called until its owner says otherwise."""
        number = user.authenticator_set.filter(type=type).count() + 1  # type: ignore[attr-defined]
        return _("Key") if number == 1 else _("Key %(number)d") % {"number": number}
