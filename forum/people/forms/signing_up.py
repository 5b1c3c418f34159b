"""What signing up asks."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forum.people.models import Person


class SignUpForm(forms.Form):
    """What signing up asks beyond an address and a password. The name comes first, as when people meet."""

    field_order = ("display_name", "email", "password1")

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
        help_text=_("As colleagues know you. You can change it later."),
    )

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by the accounts library once the row is stored; the adapter has already used the name."""
