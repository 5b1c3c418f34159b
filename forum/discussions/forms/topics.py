"""What people type about a topic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from forum.core.plain_words import PlainForm
from forum.discussions.models import Board, Topic
from forum.discussions.models.topics import MAX_TAGS, MAX_TITLE_LENGTH

TYPE_OF_BOARD = {
    Board.Kind.QUESTIONS: Topic.Type.QUESTION,
    Board.Kind.CASES: Topic.Type.CASE,
    Board.Kind.ANNOUNCEMENTS: Topic.Type.ANNOUNCEMENT,
}


class TopicForm(PlainForm):
    """A topic's title, type and tags. What may be, the action decides; this says what is missing at once."""

    title = forms.CharField(
        label=_("Title"),
        max_length=MAX_TITLE_LENGTH,
        error_messages={"required": _("Give the topic a title, so that others can find it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    type = forms.ChoiceField(label=_("Type"), choices=Topic.Type.choices)
    offered = forms.MultipleChoiceField(
        label=_("Tags of this board"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = forms.CharField(
        label=_("Tags"), max_length=250, required=False, help_text=_("Up to five, with commas between them.")
    )

    def __init__(
        self, *args: Any, may_announce: bool = False, offered: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer(offered)
        choices = [
            (value, capfirst(label))
            for value, label in Topic.Type.choices
            if may_announce or value != Topic.Type.ANNOUNCEMENT
        ]
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _offer(self, tags: Sequence[str]) -> None:
        """Let tags be chosen from those that the board offers, where it offers any, and others be typed."""
        if not tags:
            del self.fields["offered"]
            return
        field = self.fields["offered"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(tag, tag) for tag in tags]
        self.fields["tags"].label = _("Other tags")
        typed = [tag.strip() for tag in str(self.initial.get("tags", "")).split(",")]
        self.initial["offered"] = [tag for tag in typed if tag in tags]
        self.initial["tags"] = ", ".join(tag for tag in typed if tag and tag not in tags)

    def clean_tags(self) -> list[str]:
        """The tags as a list, chosen ones first; how many there may be is checked here and again by the action."""
        typed = (tag.strip().lstrip("#") for tag in self.cleaned_data["tags"].split(","))
        chosen = self.cleaned_data.get("offered", [])
        kept = list(dict.fromkeys([*chosen, *(tag for tag in typed if tag)]))
        if len(kept) > MAX_TAGS:
            raise forms.ValidationError(_("A topic takes at most five tags."))
        return kept

    def clean(self) -> dict[str, Any]:
        """What an action takes: all tags in one list."""
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop("offered", None)
        return cleaned
