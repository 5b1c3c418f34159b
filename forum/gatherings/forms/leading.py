"""What those who lead a live session fill in while it goes on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.gatherings.models import Gathering


class PhaseForm(PlainForm):
    """To which part, for how long, and what its host has seen last."""

    phase = forms.IntegerField(min_value=0)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, required=False)
    seen = forms.IntegerField(min_value=0)


class PaceForm(PlainForm):
    """How fast people may talk, and what its host has seen last."""

    pace = forms.CharField(max_length=10)
    seen = forms.IntegerField(min_value=0)


class WindowForm(PlainForm):
    """For how many hours people add to what is over, and what its host has seen last."""

    window = forms.TypedChoiceField(coerce=int, choices=Gathering.Window.choices)
    seen = forms.IntegerField(min_value=0)


class AnnounceForm(PlainForm):
    """What is to stand above the talk."""

    words = forms.CharField(label=_("Announce"), max_length=500)
    client_id = forms.UUIDField(required=False)
