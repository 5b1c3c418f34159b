"""The codes of a second step, as apps show them: with a blank in the middle."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainWords


class CodeField(forms.CharField):
    """A code, without the blanks in it."""

    def __init__(self) -> None:
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        super().__init__(label=_("Code"), max_length=40, widget=forms.TextInput(attrs=attributes))

    def to_python(self, value: Any) -> str:
        """What was typed, with nothing between the digits."""
        return "".join(str(super().to_python(value)).split())


class StepForm(PlainWords, AuthenticateForm):  # type: ignore[misc]  # the library ships no types
    """The second step of signing in."""

    code = CodeField()


class StepAgainForm(PlainWords, ReauthenticateForm):  # type: ignore[misc]
    """The same, before the account is changed."""

    code = CodeField()


class AppForm(PlainWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that is being set up."""

    code = CodeField()
