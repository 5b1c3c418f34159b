"""What is asked of who adds a passkey."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainWords


class PasskeyForm(PlainWords, AddWebAuthnForm):  # type: ignore[misc]  # the library ships no types
    """A name for the key, and whether it signs in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.max_length, name.widget.attrs["maxlength"] = _("Name of the key"), 60, 60
        name.help_text = _("To tell your keys apart: my telephone, the blue stick.")
        alone.initial = True
        alone.label = _("Sign in with it alone, without a password")
        alone.help_text = _(
            "The key then asks for your finger, face or PIN. Switch it off for a stick that cannot; "
            "it is your second step all the same."
        )
