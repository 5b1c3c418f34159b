"""What people type about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.people.models import Person
from forum.people.selectors.handles import is_handle_taken
from forum.people.selectors.people import time_zones

HANDLE_TAKEN = _("This handle is taken. Choose another one.")


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in time_zones()]


class ProfileForm(forms.Form):
    """What a person's page says. The action has the last word; this says early what can be said early."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("As colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    handle = forms.CharField(
        label=_("Handle"),
        max_length=30,
        help_text=_("How others mention you: @handle. If you change it, links to your old page end."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    affiliation = forms.CharField(
        label=_("Affiliation"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    role_title = forms.CharField(
        label=_("Role"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    bio = forms.CharField(
        label=_("About you"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    interests = forms.CharField(
        label=_("Interests"),
        max_length=300,
        required=False,
        help_text=_("What you would like to be asked about, with commas between."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones, help_text=_("Times are shown in it."))

    def __init__(self, data: Any, *, person: Person) -> None:
        super().__init__(data, initial={name: getattr(person, name) for name in self.base_fields})
        self.person = person

    def clean_handle(self) -> str:
        """The handle, if nobody else has it in any case."""
        handle: str = self.cleaned_data["handle"]
        if is_handle_taken(handle, but_for=self.person):
            raise forms.ValidationError(HANDLE_TAKEN)
        return handle


class ReadingForm(forms.Form):
    """How a person reads."""

    reading_order = forms.ChoiceField(
        label=_("Order of posts in a topic"), choices=Person.ReadingOrder.choices, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=Person.Theme.choices, widget=forms.RadioSelect)
