"""What is typed where someone is warned, muted or suspended, and where that is lifted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Measure
from forum.communities.models.measures import LONGEST_REASON
from forum.core.ends import CHOICES, end_of
from forum.core.forms import note_refusal
from forum.core.plain_words import PlainForm
from forum.core.verdicts import Invalid

Kind = Measure.Kind
KINDS = {
    Kind.WARNING: _("Warning: they read why, and go on as before"),
    Kind.MUTE: _("Mute: they read along and write nothing"),
    Kind.SUSPENSION: _("Suspension: their membership grants nothing"),
}


class EndForm(PlainForm):
    """Until when something holds; forms that ask for it stand on this one."""

    lasts = forms.ChoiceField(
        label=_("For how long"), choices=CHOICES, initial="3d", required=False, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("Until the end of"),
        required=False,
        help_text=_("Where you choose a day: within a year."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def ends_at(self, now: datetime) -> datetime | None:
        """The moment that was chosen; None, with a word beside the field, where it is none."""
        try:
            return end_of(self.cleaned_data.get("lasts", ""), self.cleaned_data.get("day"), now=now)
        except Invalid as refusal:
            note_refusal(self, refusal)
            return None


class MeasureForm(EndForm):
    """A measure: which, where, until when and why."""

    kind = forms.ChoiceField(label=_("Measure"), widget=forms.RadioSelect)
    where = forms.TypedChoiceField(label=_("Where"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=_("They read it, and it stands in the log. Say what was not all right, and what would be."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence: the person reads that.")},
    )
    field_order = ("kind", "where", "lasts", "day", "reason")

    def __init__(
        self, data: Any = None, *, boards: Iterable[tuple[int, str]], kinds: Iterable[str], everywhere: str
    ) -> None:
        """`boards` may be chosen; `everywhere` is what the whole community is called, "" where it may not be."""
        super().__init__(data, auto_id="measure-%s")  # other forms stand on the page
        offered = list(boards)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Measure"),
            widget=forms.RadioSelect,
            choices=[(kind, said) for kind, said in KINDS.items() if kind in set(kinds)],
        )
        where: Any = self.fields["where"]
        where.choices = [*([("", everywhere)] if everywhere else []), *offered]
        if not everywhere:
            where.required = True
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """With `ends_at`, None for a warning."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        kind = said.get("kind")
        if kind == Kind.SUSPENSION and said.get("where"):
            self.add_error("where", _("A suspension is for the whole community. Choose that, or mute."))
        if kind in (Kind.MUTE, Kind.SUSPENSION):
            said["ends_at"] = self.ends_at(timezone.now())
        return said


class LiftForm(PlainForm):
    """Why a measure ends before its time."""

    why = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=_("They read it, and it stands in the log."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, in a sentence: the person reads that.")},
    )
