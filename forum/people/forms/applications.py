"""What a steward types about an applicant."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.people.models import Application


class ApplicationAnswerForm(PlainForm):
    """The answer, which the applicant reads in a mail."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=Application._meta.get_field("answer").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It goes into the mail, word for word. Say why, if it is a no."),
    )
