"""What people type about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.core.zones import UTC, zone_choices
from forum.people.models import Person
from forum.people.selectors.handles import is_handle_taken

HANDLE_TAKEN = _("This handle is taken. Choose another one.")


class ProfileForm(PlainForm):
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
        help_text=_(
            "How others mention you: @handle. If you change it, links to your old page go on leading to you."
        ),
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
    languages = forms.CharField(
        label=_("Languages"),
        max_length=200,
        required=False,
        help_text=_("In which colleagues can write to you, with commas between."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Times are shown in it; your page says how late it is where you are."),
    )
    activity_shown_to = forms.ChoiceField(
        label=_("Who sees on your page what you wrote and where you belong"),
        choices=Person.Audience.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "It holds as well for being named where you read along, talk or are just writing; others see a number. "
            "Posts stay where they are, for everyone who can read them there. Stewards see your page whole."
        ),
    )

    def __init__(self, data: Any, *, person: Person) -> None:
        super().__init__(data, initial={name: getattr(person, name) for name in self.base_fields})
        self.person = person
        zone = self.fields["time_zone"]
        zone.choices = zone_choices(person.time_zone)  # type: ignore[attr-defined]  # it is a choice field
        if person.time_zone == UTC:
            zone.help_text = _(
                "UTC until you choose where you are: times are shown in it, and your page says how late it is there."
            )

    def clean_handle(self) -> str:
        """The handle, if nobody else has it in any case."""
        handle: str = self.cleaned_data["handle"]
        if is_handle_taken(handle, but_for=self.person):
            raise forms.ValidationError(HANDLE_TAKEN)
        return handle


class PictureForm(PlainForm):
    """The picture that stands for a person."""

    picture = forms.FileField(
        label=_("A picture"),
        help_text=_("PNG, JPEG, GIF or WebP. We cut a square out of its middle and keep nothing else of it."),
        error_messages={
            "required": _("Choose a picture first."),
            "empty": _("This file is empty. Look whether it is the one you meant."),
        },
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )


class ReadingForm(PlainForm):
    """How a person reads."""

    reading_order = forms.ChoiceField(
        label=_("Order of posts in a topic"), choices=Person.ReadingOrder.choices, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=Person.Theme.choices, widget=forms.RadioSelect)
