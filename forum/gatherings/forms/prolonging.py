"""What is typed where a series is prolonged."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.gatherings.actions.hours import Further

MOST = 54  # as many as a year of weeks has, whatever day it begins on
_DAY = _("Write the day like 2027-03-31.")


class ProlongForm(PlainForm):
    """By how many meetings, or until when; `after` says which one its host has seen as the last."""

    after = forms.DateField(widget=forms.HiddenInput, required=False)
    times = forms.IntegerField(
        label=_("How many more"), required=False, min_value=1, max_value=MOST,
        error_messages={"invalid": _("Write a number.")},
    )  # fmt: skip
    until = forms.DateField(
        label=_("Or until"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _DAY},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, last: date, furthest: date, room: int, zone: str) -> None:
        """`room` is for how many more there is room after `last`, `zone` how the zone of the series is read."""
        super().__init__(data, initial={"after": last})
        self._last = last
        self.fields["times"].widget.attrs["max"] = max(room, 1)
        bound = _gettext("By the calendar in %(zone)s. At the latest %(day)s.")
        said = {"zone": zone, "day": date_format(furthest, "DATE_FORMAT")}
        self.fields["until"].help_text = bound % said

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("times") and not cleaned.get("until"):
            self.add_error("times", _gettext("Say how many more, or until when."))
        if cleaned.get("times") and cleaned.get("until"):
            self.add_error("until", _gettext("Say how many more, or until when, not both."))
        return cleaned

    @property
    def further(self) -> Further:
        """What was chosen."""
        given = self.cleaned_data
        return Further(times=given["times"], until=given["until"], after=given["after"] or self._last)
