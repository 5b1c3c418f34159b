"""What is asked of who closes their account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.people.models import Person
from forum.personal_data.models import Departure


class LeavingForm(PlainForm):
    """What is to become of what one wrote, and that one means it. The action checks the password."""

    wish = forms.ChoiceField(
        label=_("What you wrote"),
        choices=[
            (
                Departure.Wish.KEEP,
                _("Stays, under “Former member”: your posts, messages and reactions, without your name"),
            ),
            (
                Departure.Wish.BLANK,
                _(
                    "Is removed: words, earlier wordings and files, for good. Answers of others stay where they are"
                ),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to become of what you wrote.")},
    )
    handle = forms.CharField(
        label=_("Your handle"),
        max_length=31,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any, *, person: Person) -> None:
        super().__init__(data)
        self.fields["handle"].help_text = _("Type %s to say that you mean it.") % person.handle
        if not person.has_usable_password():
            del self.fields["password"]
