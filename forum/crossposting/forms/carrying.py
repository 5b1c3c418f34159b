"""What is typed about topics that are carried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.discussions.models import Board
from forum.discussions.models.placements import LONGEST_NOTE


class CarryingForm(PlainForm):
    """To which board, and why it matters there. The board is chosen in the list that stands above the note."""

    board = forms.TypedChoiceField(
        label=_("Board"), coerce=int,
        error_messages={
            "required": _("Choose the board first."), "invalid_choice": _("Choose one of the boards that are offered."),
        },
    )  # fmt: skip
    note = forms.CharField(
        label=_("Why this matters there"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown on that board above the topic, with your name."),
    )

    def __init__(self, *args: Any, boards: Sequence[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["board"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(board.pk, str(board)) for board in boards]


class ReasonForm(PlainForm):
    """Why something is declined, ended or hidden."""

    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
