"""The words of a recap and the boards of what remains of a session."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.discussions.models import Board
from forum.discussions.models.topics import MAX_TITLE_LENGTH
from forum.gatherings.models import Question


class OnBoard(PlainForm):
    """A form that asks for a board among `boards`, by community."""

    board = forms.TypedChoiceField(
        label=_("Board"), coerce=int, empty_value=None,
        error_messages={"required": _("Choose the board on which it is to stand.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, boards: Sequence[Board], **more: Any) -> None:
        super().__init__(data, **more)
        self._boards = {board.pk: board for board in boards}
        field = self.fields["board"]
        assert isinstance(field, forms.ChoiceField)
        by_community = groupby(boards, key=lambda board: board.community.name)
        field.choices = [("", _("choose one")), *((name, [(each.pk, each.name) for each in group])
                                                   for name, group in by_community)]  # fmt: skip

    def offers(self, board_id: int | None) -> bool:
        """Whether the board is among those from which one chooses."""
        return board_id in self._boards

    @property
    def chosen(self) -> Board | None:
        """The board that was chosen; None where none was."""
        return self._boards.get(self.cleaned_data.get("board") or 0)


class RecapForm(OnBoard):
    """What a recap says. Its board may wait until it is signed."""

    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE_LENGTH)
    body = forms.CharField(
        label=_("What remains of the session"), widget=forms.Textarea(attrs={"rows": 24}), strip=False,
        help_text=_("In Markdown. Take out what should not stand there, and say what was agreed."),
    )  # fmt: skip
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["board"].required = data is None or "sign" in data
        self.fields["board"].help_text = _("Where it stands once it is signed.")
        self.order_fields(["title", "body", "board", "seen"])


class GoingOnForm(OnBoard):
    """Which questions go on, and where."""

    questions = forms.TypedMultipleChoiceField(
        label=_("Questions"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the questions that are to go on.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, questions: Sequence[Question], **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["questions"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.pk, each.words) for each in questions]
