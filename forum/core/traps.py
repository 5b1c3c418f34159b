"""What programs that fill in forms fall for: a field that nobody sees, and that people need a moment to fill one in.

Whoever is caught is told so in a sentence, because it may be a person after all.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

_SALT = "forum.core.traps"
_NOBODY = _("This field is for nobody. Leave it empty, and send the form again.")
_TOO_FAST = _(
    "That was faster than people type. Wait a few seconds, and send it once more; nothing was lost."
)


class UnseenField(forms.CharField):
    """A text field that stands outside the page, and out of reach of the keyboard and of screen readers."""

    widget = forms.TextInput(
        attrs={
            "class": "for-nobody",
            "tabindex": "-1",
            "autocomplete": "off",
            "aria-hidden": "true",
        }
    )


class WithTraps:
    """Mixed into a form: refuses what was filled in by no person, as far as one can tell.

    `begun` is when the form was first shown, signed; a form that comes back keeps its moment.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]  # of the form it is mixed into
        fields["website"] = UnseenField(label=_("Leave this empty"), required=False)
        fields["begun"] = forms.CharField(
            required=False, initial=signed_moment, widget=forms.HiddenInput, max_length=80
        )

    def clean(self) -> dict[str, Any]:
        """As the form does; adds what is wrong above all fields."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc, attr-defined]
        if cleaned.pop("website", ""):
            self.add_error(None, str(_NOBODY))  # type: ignore[attr-defined]
        if not took_long_enough(cleaned.pop("begun", "")):
            self.add_error(None, str(_TOO_FAST))  # type: ignore[attr-defined]
            self._begin_anew()
        return cleaned

    def _begin_anew(self) -> None:
        """Where the moment was missing or made up, the form that goes back has one."""
        data = self.data.copy()  # type: ignore[has-type]
        if _moment_of(data.get("begun", "")) is None:
            data["begun"] = signed_moment()
            self.data = data


def signed_moment() -> str:
    """Now, for `begun`."""
    return signing.TimestampSigner(salt=_SALT).sign("")


def took_long_enough(begun: str) -> bool:
    """True where a form was begun at least `FORM_LEAST_SECONDS` ago; always where that is nothing."""
    if not settings.FORM_LEAST_SECONDS:
        return True
    signer = signing.TimestampSigner(salt=_SALT)
    if _moment_of(begun) is None:
        return False
    try:
        signer.unsign(begun, max_age=settings.FORM_LEAST_SECONDS)
    except signing.SignatureExpired:
        return True
    return False


def _moment_of(begun: str) -> str | None:
    try:
        return signing.TimestampSigner(salt=_SALT).unsign(begun)
    except signing.BadSignature:
        return None
