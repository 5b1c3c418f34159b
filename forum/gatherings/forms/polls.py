"""What people fill in about polls of a live session."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.gatherings.models import Poll


class PollForm(PlainForm):
    """A poll to have ready: what is asked, and answers, each on a line of its own."""

    kind = forms.ChoiceField(label=_("Type"), choices=Poll.Kind.choices)
    words = forms.CharField(label=_("What do you ask?"), required=False)
    options = forms.CharField(label=_("Answers, one a line"), required=False, widget=forms.Textarea)
    client_id = forms.UUIDField(required=False)
