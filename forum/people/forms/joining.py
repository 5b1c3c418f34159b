"""The two forms with which one joins: with a password, and through a provider that vouches for one."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from allauth.socialaccount.forms import SignupForm as ThroughForm
from django import forms

from forum.core.traps import WithTraps
from forum.people.forms.accounts import AccountWords
from forum.people.policies.signing_up import needs_a_confirmed_address, needs_a_yes


class _SaysNotWhoIsHere(AccountWords):
    """Where nobody is let in at once, signing up with a known address looks as with an unknown one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_which_addresses()  # type: ignore[attr-defined]  # of the form it is mixed into

    def validate_unique_email(self, value: str) -> str:
        """The address. Where it has an account, its holder hears of it by mail, or the form says so."""
        try:
            address: str = super().validate_unique_email(value)  # type: ignore[misc]
        except forms.ValidationError:
            ground = self.ground  # type: ignore[attr-defined]
            if not needs_a_yes(ground) and not needs_a_confirmed_address(ground):
                raise
            self.account_already_exists = True
            return value
        return address


class JoinForm(WithTraps, _SaysNotWhoIsHere, SignupForm):  # type: ignore[misc]  # the library ships no types
    """Joining with a password."""


class JoinThroughForm(_SaysNotWhoIsHere, ThroughForm):  # type: ignore[misc]
    """Joining through a provider."""
