"""What forms say of a field that is wrong: one voice, in forms of ours and of libraries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_Words = dict[str, Any]

_NOT_OFFERED = _("Choose one of those that are offered here.")
_ANY: _Words = {
    "required": _("Fill this in."),
    "max_length": _("Use at most %(limit_value)d characters; these are %(show_value)d."),
    "min_length": _("Use at least %(limit_value)d characters; these are %(show_value)d."),
    "max_value": _("Use at most %(limit_value)s."),
    "min_value": _("Use at least %(limit_value)s."),
}
# By kind of field, what it says otherwise than any.
_OF_KIND: list[tuple[type[forms.Field], _Words]] = [
    (forms.EmailField, {"invalid": _("This is no mail address. Look for a slip.")}),
    (forms.BooleanField, {"required": _("Tick this first.")}),
    (forms.FileField, {"required": _("Choose a file first."), "empty": _("This file is empty.")}),
    (forms.ChoiceField, {"required": _("Choose one."), "invalid_choice": _NOT_OFFERED}),
]


class PlainWords:
    """Mixed into a form, it lets the fields speak our words, but for what a field has words of its own for."""

    def full_clean(self) -> None:
        """As forms do."""
        for field in self.fields.values():  # type: ignore[attr-defined]  # of the form it is mixed into
            _speak(field)
        super().full_clean()  # type: ignore[misc]


class PlainForm(PlainWords, forms.Form):
    """What every form of ours is."""


def _speak(field: forms.Field) -> None:
    theirs: _Words = {}
    for kind in reversed(type(field).__mro__):
        theirs |= getattr(kind, "default_error_messages", {})
    own = {code: said for code, said in field.error_messages.items() if said is not theirs.get(code)}
    ours = dict(_ANY)
    for of_kind, words in _OF_KIND:
        if isinstance(field, of_kind):
            ours |= words
    field.error_messages = theirs | ours | own
