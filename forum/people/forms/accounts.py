"""What the pages of one's account ask, in our words: the fields are the accounts library's."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.webauthn.forms import EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainWords

PASSWORD_HELP = _(
    "At least ten characters, and none that everybody uses. A few words in a row are easy to remember."
)
LABELS = {
    "email": _("Mail address"),
    "login": _("Mail address"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "name": _("Name of the key"),
}
NEW = {"password1": _("New password"), "password2": _("New password again")}


class AccountWords(PlainWords):
    """Mixed into a form of the accounts library: our labels and help, and no label twice within the field."""

    labels = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # of the form it is mixed into
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name == "password1":
                field.help_text = PASSWORD_HELP


class AnotherAddressForm(AccountWords, AddEmailForm):  # type: ignore[misc]  # the library ships no types
    """One more address."""


class AnotherPasswordForm(AccountWords, ChangePasswordForm):  # type: ignore[misc]
    """Another password, for whoever knows the one they have."""

    labels = LABELS | NEW


class FirstPasswordForm(AccountWords, SetPasswordForm):  # type: ignore[misc]
    """A password for whoever has come in without one."""

    labels = LABELS | NEW


class ForgottenForm(AccountWords, ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link that leads to a new password."""


class PasswordByMailForm(AccountWords, ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, behind that link."""

    labels = LABELS | NEW


class AgainForm(AccountWords, ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before the account is changed."""


class KeyNameForm(AccountWords, EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""
