"""What the screens that compose features ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.forms.measures import EndForm
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

    def told(self) -> dict[str, Any]:
        """What the action is told."""
        return {"reason": self.cleaned_data["reason"]}


class ClosingForm(EndForm):
    """Why and until when the network is closed to somebody; they read both."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=_("They read it, and it stands in the log. No mail addresses and nothing confidential."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("lasts", "day", "reason")

    def clean(self) -> dict[str, Any]:
        """With `ends_at`."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        said["ends_at"] = self.ends_at(timezone.now())
        return said

    def told(self) -> dict[str, Any]:
        """What the action is told."""
        return {"reason": self.cleaned_data["reason"], "ends_at": self.cleaned_data["ends_at"]}
