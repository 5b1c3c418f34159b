"""What is typed about practice notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.communities.models import Community
from forum.core.plain_words import PlainForm
from forum.discussions.models.topics import MAX_TITLE_LENGTH
from forum.repertoire.models import PracticeNote
from forum.repertoire.models.notes import LONGEST_REASON


class DraftForm(PlainForm):
    """Where a highlight goes: to a new note of a community, or to a draft."""

    target = forms.ChoiceField(
        label=_("Practice note"), error_messages={"required": _("Choose where it goes.")}
    )
    title = forms.CharField(
        label=_("Title"), max_length=MAX_TITLE_LENGTH, required=False,
        help_text=_("Of a new note: what one does, and when. It can be changed until it is published, and later."),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        communities: Sequence[Community],
        drafts: Sequence[PracticeNote],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self._communities = {f"new-{each.pk}": each for each in communities}
        self._drafts = {f"note-{each.pk}": each for each in drafts}
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)
        new = [(key, _("A new one of %s") % each.name) for key, each in self._communities.items()]
        known = [(key, f"{each.title} · {each.community.name}") for key, each in self._drafts.items()]
        field.choices = [*new, *([(_("Drafts"), known)] if known else [])]

    @property
    def note(self) -> PracticeNote | None:
        """The draft that was chosen; None for a new note."""
        return self._drafts.get(self.cleaned_data["target"])

    @property
    def community(self) -> Community:
        """The community of the note, new or drafted."""
        note = self.note
        return note.community if note is not None else self._communities[self.cleaned_data["target"]]


class NoteForm(PlainForm):
    """What a note says."""

    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE_LENGTH)
    source = forms.CharField(
        label=_("What we learned"), widget=forms.Textarea(attrs={"rows": 14}), strip=False, required=False,
        help_text=_("In Markdown: what one does, when, and how one knows that it helps."),
    )  # fmt: skip
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class WithdrawForm(PlainForm):
    """Why a note is withdrawn."""

    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST_REASON,
        help_text=_("Those who look after the note read it, and whoever reads the log of the community whole."),
    )  # fmt: skip
