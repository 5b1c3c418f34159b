"""What the screens that compose features ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.people.actions.stewards import LONGEST_REASON


class ReasonForm(PlainForm):
    """Why a steward does something; it stands in the log."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=_("It stands in the log, which stewards read. No mail addresses and nothing confidential."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, is_required: bool) -> None:
        super().__init__(data)
        self.fields["reason"].required = is_required
