"""What is typed about topics that are carried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.communities.forms.reasons import WhyField
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


class OfferingForm(CarryingForm):
    """The same where a topic is offered a home; the note is read by those who are asked, and by nobody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _("For the moderators whom you ask.")


class AdoptingForm(PlainForm):
    """Why a topic should go on where it stood."""

    note = WhyField(
        most=LONGEST_NOTE, rows=2, required=False, help_text=_("For the moderators whom you ask.")
    )


class ReasonForm(PlainForm):
    """Why something is declined, ended or hidden."""

    reason = WhyField(most=LONGEST_NOTE, required=False)


class DecliningForm(ReasonForm):
    """Why something is declined; that has to be said."""

    reason = WhyField(
        most=LONGEST_NOTE,
        label=_("Reason, when you decline"),
        help_text=_("Whoever carried it reads it."),
        error_messages={"required": _("Say why, in a sentence: whoever carried it here reads that.")},
    )


class DecliningHomeForm(DecliningForm):
    """Why a home is declined: nobody has carried anything, somebody has asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.help_text = _("Whoever asked reads it.")
        reason.error_messages["required"] = _("Say why, in a sentence: whoever asked reads that.")


class LocalTagsForm(PlainForm):
    """What a topic is tagged with on one board."""

    tags = forms.CharField(
        label=_("Tags on this board"),
        max_length=210,
        required=False,
        help_text=_("Up to five, with commas between them; they stand beside the topic’s own."),
    )

    def clean_tags(self) -> list[str]:
        """The tags, one by one as they were typed."""
        return str(self.cleaned_data["tags"]).split(",")


class HidingForm(PlainForm):
    """On which board a post is hidden, and why."""

    board = forms.TypedChoiceField(label=_("On which board"), coerce=int)
    reason = WhyField(
        most=LONGEST_NOTE,
        required=False,
        help_text=_("For the log, where moderators of your community read it."),
    )

    def __init__(self, *args: Any, boards: Sequence[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["board"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(board.pk, f"{board.community.name} · {board.name}") for board in boards]
        if len(boards) == 1:
            field.widget = forms.HiddenInput()
            field.initial = boards[0].pk


class TrustForm(PlainForm):
    """A community whose topics come at once."""

    trusted = forms.CharField(
        label=_("Community"),
        max_length=80,
        help_text=_("Its name or its address."),
        widget=forms.TextInput(attrs={"list": "known-communities", "autocomplete": "off"}),
    )
